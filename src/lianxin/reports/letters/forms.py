"""What is asked for a 公文: the parts of GB/T 9704-2012 that an office of this size uses."""

import re
from typing import Any

from django import forms

from lianxin.documents.letters import KINDS, UPWARDS, Head, Letter, Tail
from lianxin.orgs.editing import DayField

LONGEST_TEXT = 30_000
WAYS = [("pdf", "打印稿（.pdf，直接打印）"), ("docx", "文档（.docx，用 Word 或 WPS 接着改）")]


class LetterForm(forms.Form):
    """A letter, in the order in which it stands on the page."""

    fieldsets = (
        ("正文", "", ("kind", "title", "to", "text", "attachments")),
        ("落款", "", ("issuer", "day", "remark")),
        ("版头和版记", "内部通知可以都不要；要编号、要抄送的才填。", ("number", "head", "red", "signer", "copies")),
        ("做成文件", "", ("format",)),
    )

    kind = forms.ChoiceField(label="文种", choices=[(kind, kind) for kind in KINDS], help_text="决定有没有签发人。")
    title = forms.CharField(
        label="标题",
        max_length=100,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="发文机关、事由、文种，例如“中共复兴社区总支部委员会关于开展主题党日活动的通知”。分行就按分的行排。",
    )
    to = forms.CharField(
        label="主送", max_length=100, required=False, help_text="发给谁，例如“各党支部”；公示、证明可以空着。"
    )
    text = forms.CharField(
        label="正文",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="一段一行，不用自己空两格。“一、”开头的排黑体，“（一）”开头的排楷体。",
    )
    attachments = forms.CharField(
        label="附件",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="一行一个名称，不写书名号。",
    )
    issuer = forms.CharField(label="署名", max_length=60, required=False, help_text="发文机关的全称。")
    day = DayField(label="成文日期", required=False, help_text="负责人签发的那一天。")
    remark = forms.CharField(
        label="附注", max_length=100, required=False, help_text="例如“联系人：王守信”，印在括号里。"
    )
    number = forms.CharField(
        label="发文字号", max_length=40, required=False, help_text="例如“复社党〔2026〕8号”；方括号会自动换成六角括号。"
    )
    head = forms.CharField(
        label="发文机关标志",
        max_length=30,
        required=False,
        help_text="例如“中共复兴社区总支部委员会文件”，不写就没有版头。",
    )
    red = forms.BooleanField(label="标志和线印成红色", required=False, help_text="用现成红头纸的不要选。")
    signer = forms.CharField(
        label="签发人", max_length=20, required=False, help_text="报告、请示才有，印在发文字号右边。"
    )
    copies = forms.CharField(label="抄送", max_length=200, required=False, help_text="写了就印版记。")
    format = forms.ChoiceField(
        label="文件格式",
        choices=WAYS,
        widget=forms.RadioSelect,
        error_messages={"required": "请选一种文件格式。"},
    )

    def clean(self) -> dict[str, Any]:
        """What hangs together: a signer needs a head, and only goes with what goes up."""
        chosen = super().clean() or self.cleaned_data
        if chosen.get("signer") and chosen.get("kind") not in UPWARDS:
            self.add_error("signer", "只有报告、请示才印签发人。")
        elif chosen.get("signer") and not chosen.get("head"):
            self.add_error("head", "印签发人要有版头，请写发文机关标志。")
        if chosen.get("copies") and not (chosen.get("issuer") and chosen.get("day")):
            self.add_error("copies", "版记里要印发文机关和日期，请先填署名和成文日期。")
        return chosen

    def letter(self) -> Letter:
        """The letter typed; only of a valid form."""
        chosen = self.cleaned_data
        head = Head(chosen["head"], red=chosen["red"], signer=chosen["signer"]) if chosen["head"] else None
        tail = Tail(chosen["issuer"], chosen["day"], chosen["copies"]) if chosen["copies"] else None
        return Letter(
            title=re.sub(r"\s*\n\s*", "\n", chosen["title"].strip()),
            text=chosen["text"],
            to=chosen["to"],
            number=chosen["number"],
            issuer=chosen["issuer"],
            day=chosen["day"],
            attachments=[line.strip() for line in chosen["attachments"].splitlines() if line.strip()],
            remark=chosen["remark"],
            head=head,
            tail=tail,
        )

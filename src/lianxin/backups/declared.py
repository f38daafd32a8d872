"""Numbers and words of backups."""

from decimal import Decimal

from lianxin.declare.parameters import Certainty, Parameter

KEEP = "BACKUP_KEEP"
OVERDUE_DAYS = "BACKUP_OVERDUE_DAYS"
CARRY_DAYS = "BACKUP_CARRY_DAYS"

PARAMETERS = (
    Parameter(
        KEEP,
        "本机保留最近几份备份",
        Decimal(14),
        "份",
        "备份",
        Certainty.OURS,
        note="每天自动的和手动的各留这么多，更早的自动删除；升级前的留最近五份。",
        least=Decimal(1),
        most=Decimal(400),
    ),
    Parameter(
        OVERDUE_DAYS,
        "几天没有备份就提醒",
        Decimal(3),
        "天",
        "备份",
        Certainty.OURS,
        note="周末关机两天不算过期。",
        least=Decimal(1),
        most=Decimal(90),
    ),
    Parameter(
        CARRY_DAYS,
        "几天没有把备份抄到别处就提醒",
        Decimal(7),
        "天",
        "备份",
        Certainty.OURS,
        note="电脑坏了、丢了，只有抄到 U 盘或移动硬盘上的那一份还在。",
        least=Decimal(1),
        most=Decimal(365),
    ),
)

AUDIT_LABELS = {
    "backups.make": "备份",
    "backups.carry": "抄走备份",
    "backups.restore": "从备份恢复",
    "backups.move": "换到另一个数据库",
    "backups.print_key": "打印密钥单",
}

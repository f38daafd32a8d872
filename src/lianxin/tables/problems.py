"""Why a file cannot be read: one sentence each, for the clerk who chose the file."""

from enum import StrEnum


class Fault(StrEnum):
    """What is wrong with a file as a whole."""

    NOT_FOUND = "not_found"
    EMPTY = "empty"
    FILE_TOO_LARGE = "file_too_large"
    OTHER_KIND = "other_kind"
    WEB_PAGE = "web_page"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    BOMB = "bomb"
    FAR_CELL = "far_cell"
    TOO_MANY_SHEETS = "too_many_sheets"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_MANY_CELLS = "too_many_cells"
    TOO_MUCH_WORK = "too_much_work"
    TOO_SLOW = "too_slow"
    ENCODING = "encoding"
    OPEN_QUOTE = "open_quote"
    NO_SHEET = "no_sheet"
    NO_SUCH_SHEET = "no_such_sheet"
    NO_HEADING = "no_heading"


_SENTENCES = {
    Fault.NOT_FOUND: "打不开这个文件，请确认它还在原处、没有被别的程序占用。",
    Fault.EMPTY: "这个文件是空的，里面什么也没有，请重新选择。",
    Fault.FILE_TOO_LARGE: "文件有 {size} MB，超过 {limit} MB 的上限，请删去图片和多余的工作表后再导入。",
    Fault.OTHER_KIND: "这是{kind}，不是能读的表格，请用 Excel 或 WPS 另存为 .xlsx 后再导入。",
    Fault.WEB_PAGE: "这是网页格式的“表格”，请用 Excel 或 WPS 打开它，另存为 .xlsx 后再导入。",
    Fault.ENCRYPTED: "文件加了打开密码，请在 Excel 或 WPS 里取消密码、保存后再导入。",
    Fault.DAMAGED: "文件已损坏或不完整，请用 Excel 或 WPS 打开它，另存为新的 .xlsx 后再导入。",
    Fault.BOMB: "文件展开后大得不正常，为保护这台电脑没有打开它，请把名册复制到新建的表格里再导入。",
    Fault.FAR_CELL: "工作表“{sheet}”在 {cell} 处还有内容，离名册太远（最多 {rows} 行、{columns} 列），请删去后再导入。",
    Fault.TOO_MANY_SHEETS: "文件里有 {count} 张工作表，最多读 {limit} 张，请只留名册后再导入。",
    Fault.TOO_MANY_ROWS: "工作表“{sheet}”超过 {limit} 行，请分成几个文件导入。",
    Fault.TOO_MANY_COLUMNS: "工作表“{sheet}”超过 {limit} 列，请删去与名册无关的列后再导入。",
    Fault.TOO_MANY_CELLS: "文件里有内容的格子太多，请只留名册，或分成几个文件导入。",
    Fault.TOO_MUCH_WORK: "文件已损坏，或者内容大得超出这里允许的内存，请把名册复制到新建的表格里再导入。",
    Fault.TOO_SLOW: "读这个文件用的时间太长，已经停下，请把名册复制到新建的表格里再导入。",
    Fault.ENCODING: "认不出这个文本文件的文字编码，请用 Excel 或 WPS 另存为 .xlsx 后再导入。",
    Fault.OPEN_QUOTE: "文件里有一个英文引号只有前一半，它后面的各行分不开，请用 Excel 或 WPS 另存为 .xlsx 后再导入。",
    Fault.NO_SHEET: "文件里没有一张有内容的工作表，请确认选对了文件。",
    Fault.NO_SUCH_SHEET: "文件里没有名为“{name}”的工作表，只有：{names}。",
    Fault.NO_HEADING: "没有找到表头：{needed}。",
}


class UnreadableFile(Exception):  # noqa: N818 - the word everybody uses for it
    """A file that cannot be read; `str()` is one Chinese sentence, `fault` says which."""

    def __init__(self, fault: Fault, **details: object) -> None:
        """Compose the sentence from the fault and its details."""
        super().__init__(_SENTENCES[fault].format(**details))
        self.fault = fault
        self.details = details

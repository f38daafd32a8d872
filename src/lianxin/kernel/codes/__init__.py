"""Codes of the national standards that a member's record uses, with their labels and look-up by what people write."""

from lianxin.kernel.codes.areas import PROVINCE, province_of
from lianxin.kernel.codes.people import ETHNICITY, OCCUPATION, SEX, is_minority
from lianxin.kernel.codes.schooling import DEGREE, EDUCATION, EDUCATION_BANDS, education_band
from lianxin.kernel.codes.table import CodeTable

__all__ = [
    "DEGREE",
    "EDUCATION",
    "EDUCATION_BANDS",
    "ETHNICITY",
    "OCCUPATION",
    "PROVINCE",
    "SEX",
    "CodeTable",
    "education_band",
    "is_minority",
    "province_of",
]

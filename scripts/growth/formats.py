"""The formats of reports, by the table in lib/report/formats.def."""
import pathlib
import re

_TABLE = pathlib.Path(__file__).parents[2] / "lib/report/formats.def"
FORMATS = tuple(re.findall(r"^REPORT_FORMAT\((\w+),", _TABLE.read_text(), re.M))

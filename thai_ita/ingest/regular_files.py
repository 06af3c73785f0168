"""The name under which readers know ``thai_ita.regular_files``."""

from thai_ita.regular_files import NotRegular as NotRegular
from thai_ita.regular_files import is_special as is_special
from thai_ita.regular_files import open_regular as open_regular

"""The window: the only part that knows Qt."""

from estimator_desktop.ui import constants as constants
from estimator_desktop.ui import imports as imports

"""The window: the only part that knows Qt."""

from estimator_desktop.ui.constants import keep_constants

keep_constants()

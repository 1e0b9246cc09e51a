"""When a batch will be at Imgur: the budget's windows, the dispatcher's turns and the pace of uploads, run ahead.

Plain data and plain functions: no database, no Redis. media_sync/services/credits/forecasts.py gathers what they need.
"""

from media_sync.forecast.accuracy import Accuracy, Kept, judge
from media_sync.forecast.forecasts import Outcome, Times, forecast
from media_sync.forecast.pace import Pace, learn
from media_sync.forecast.plan import Wait
from media_sync.forecast.situation import Arrivals, Situation, Waiting

__all__ = [
    "Accuracy",
    "Arrivals",
    "Kept",
    "Outcome",
    "Pace",
    "Situation",
    "Times",
    "Wait",
    "Waiting",
    "forecast",
    "judge",
    "learn",
]

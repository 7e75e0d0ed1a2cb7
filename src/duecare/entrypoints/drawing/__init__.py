"""Pictures made on the server: SVG with a text alternative, coloured by class so that one stylesheet rules them.

Pure functions of their arguments. No `style` attribute anywhere: the content policy refuses it.
"""

from .backtest import RankingRow, backtest_picture, ranking_rows, svg_file
from .charts import bar, interval, spark
from .dumbbell import dumbbell
from .heat import heatmap, heatmap_rows
from .outlook import outlook, outlook_small
from .transitions import transitions
from .world import Area, worldmap

__all__ = [
    "Area",
    "RankingRow",
    "backtest_picture",
    "bar",
    "dumbbell",
    "heatmap",
    "heatmap_rows",
    "interval",
    "outlook",
    "outlook_small",
    "ranking_rows",
    "spark",
    "svg_file",
    "transitions",
    "worldmap",
]

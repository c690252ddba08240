"""The words of the features: a closed vocabulary of Given, When and Then.

A pytest plugin, so that its steps are known to every feature wherever it lies.
"""

from wadows_steps.asked import *
from wadows_steps.asking import *
from wadows_steps.expected import *

"""The words of the features: a closed vocabulary of Given, When and Then."""

from wadows_steps.asked import *
from wadows_steps.asking import *
from wadows_steps.expected import *

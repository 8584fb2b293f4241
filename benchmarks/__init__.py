"""How good and how fast, measured on pictures that are not in this repository."""

import os

# "One thread" includes NumPy's matrix products, and that is decided when NumPy is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

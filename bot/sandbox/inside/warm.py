"""What a zygote loads for a profile, so that no run waits for an import or writes a cache."""

import gc
import importlib
import io
import pkgutil
import platform
import random
import sys
import traceback
import warnings
from collections.abc import Mapping
from importlib import metadata
from types import MappingProxyType

from bot.sandbox.inside import kernel, run
from bot.sandbox.inside.channel import Channel

_FILLED: list[bytes] = []
"""Fills the holes of the heap, so that what a child needs lies together instead of on a page each."""
HERE = "bot.sandbox.inside"
STANDARD = (
    "abc ast array asyncio base64 bisect calendar cmath collections.abc concurrent.futures contextlib copy csv ctypes"
    " dataclasses datetime decimal difflib doctest email.message enum fractions functools glob gzip hashlib heapq html"
    " http.client inspect io itertools json logging lzma math mimetypes multiprocessing numbers operator pathlib pickle"
    " pprint queue random re secrets sched shutil sqlite3 statistics string struct subprocess tempfile textwrap"
    " threading timeit tokenize traceback typing unittest unittest.mock urllib.parse urllib.request uuid warnings"
    " weakref xml.etree.ElementTree zipfile zlib zoneinfo encodings.idna encodings.latin_1 encodings.utf_16"
)
SCIENCE = (
    "numpy numpy.random numpy.linalg numpy.fft numpy.ma numpy.polynomial numpy.testing pandas scipy.cluster.hierarchy"
    " scipy.integrate scipy.interpolate scipy.linalg scipy.optimize scipy.signal scipy.sparse.linalg scipy.spatial"
    " scipy.special scipy.stats sklearn.calibration sklearn.cluster sklearn.compose sklearn.datasets"
    " sklearn.decomposition sklearn.dummy sklearn.ensemble sklearn.feature_extraction.text sklearn.feature_selection"
    " sklearn.impute sklearn.inspection sklearn.linear_model sklearn.manifold sklearn.metrics sklearn.mixture"
    " sklearn.model_selection sklearn.naive_bayes sklearn.neighbors sklearn.neural_network sklearn.pipeline"
    " sklearn.preprocessing sklearn.svm sklearn.tree sklearn.utils matplotlib matplotlib.pyplot matplotlib.colors"
    " matplotlib.backends.backend_agg mpl_toolkits.mplot3d yaml dockerfile_parse"
)
PACKAGES = ("numpy", "pandas", "scipy", "scikit-learn", "matplotlib")
PROFILES: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "bare": ("", ()),
        "base": (SCIENCE, PACKAGES),
        "torch": (f"{SCIENCE} torch torch.nn.functional torch.utils.data", (*PACKAGES, "torch")),
    }
)


def prepare(profile: str) -> Mapping[str, str]:
    """Import every role and all of the profile, and keep it out of the collector's way."""
    package = importlib.import_module(HERE)
    for module in pkgutil.iter_modules(package.__path__):
        if module.name not in ("boot", "zygote"):
            importlib.import_module(f"{HERE}.{module.name}")
    versions = load(profile)
    run.OURS.update({name: module for name, module in sys.modules.items() if name.partition(".")[0] == "bot"})
    gc.collect()
    _FILLED.extend(bytes(size) for size in range(1, 512, 16) for _ in range(1000))
    gc.freeze()
    kernel.collapse()
    return versions


def load(profile: str) -> Mapping[str, str]:
    """Import all of a profile and use it once.

    Args:
        profile: `base` or `torch`; `bare` is Python alone, for tests of the jail.

    Returns:
        Versions by name.

    Raises:
        ImportError: A package is not installed.
    """
    modules, packages = PROFILES[profile]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in f"{STANDARD} {modules}".split():
            importlib.import_module(name)
        if modules:
            _use()
        if "torch" in packages:
            _use_torch()
    warnings.filterwarnings("ignore", message=".*non-interactive, and thus cannot be shown")  # they come back as files
    return {"Python": platform.python_version(), **{name: metadata.version(name) for name in packages}}


def _use() -> None:
    """Do the small things whose first time is slow: draw a picture, fit a model, print a table."""
    pyplot = importlib.import_module("matplotlib.pyplot")
    importlib.import_module("matplotlib").use("agg")
    _, axes = pyplot.subplots()
    axes.plot([1, 2], [3, 4], label="$x^2$")
    axes.legend()
    axes.set_title("warm")
    pyplot.savefig(io.BytesIO(), format="png")
    pyplot.close("all")
    features = importlib.import_module("numpy").array([[0.0], [1.0], [2.0], [3.0]])
    importlib.import_module("sklearn.linear_model").LogisticRegression().fit(features, [0, 0, 1, 1])
    importlib.import_module("sklearn.cluster").KMeans(2, n_init=1).fit(features)  # it reads /proc once, for its threads
    str(importlib.import_module("pandas").DataFrame({"a": [1.0, 2.0], "b": ["x", "y"]}).groupby("b").mean())
    importlib.import_module("joblib").parallel_config(backend="sequential")  # no process can be started in the jail


def _use_torch() -> None:
    """Train once with a convolution: at the first step much is loaded, and the machine is asked what it can do."""
    torch = importlib.import_module("torch")
    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)
    layers = torch.nn.Conv2d(1, 2, 3), torch.nn.Flatten(), torch.nn.Linear(72, 1)
    model = torch.nn.Sequential(*layers)
    optimiser = torch.optim.Adam(model.parameters())
    model(torch.ones(2, 1, 8, 8)).sum().backward()
    optimiser.step()


def reseed(seed: str) -> None:
    """Give this child random state of its own: that of a fork is the same in every sibling."""
    random.seed(seed)
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed(int(seed[:8], 16))
    torch = sys.modules.get("torch")
    if torch is not None:
        torch.manual_seed(int(seed[:16], 16))


def served(role: str, way: Channel) -> int:
    """Serve; give the exit status, 0 where the role returned."""
    try:
        sys.modules[f"{HERE}.{role}"].serve(way)
    except SystemExit as asked:
        return asked.code if isinstance(asked.code, int) else 1
    except BaseException:  # noqa: BLE001 (whatever a role raises is told on stderr, as anywhere)
        traceback.print_exc()
        return 1
    return 0

"""The profile `torch`, where `make torch` has installed it."""

from importlib.util import find_spec

import pytest

from bot.rules.run import TORCH, RunJob, RunStatus
from bot.sandbox.engine import Engine
from bot.sandbox.running import run

pytestmark = [
    pytest.mark.skipif(find_spec("torch") is None, reason="PyTorch is not installed: make torch"),
    pytest.mark.timeout(300),
]
TRAINS = b"""
import torch
x = torch.randn(256, 10)
y = (x.sum(1, keepdim=True) > 0).float()
model = torch.nn.Sequential(torch.nn.Linear(10, 16), torch.nn.ReLU(), torch.nn.Linear(16, 1))
optimiser = torch.optim.Adam(model.parameters(), lr=0.05)
for _ in range(50):
    loss = torch.nn.functional.binary_cross_entropy_with_logits(model(x), y)
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
print(loss.item() < 0.2, torch.get_num_threads())
"""


@pytest.mark.parametrize("tier", ["A", "B"])
async def test_a_network_is_trained_and_chance_differs_from_run_to_run(tier: str) -> None:
    async with Engine((TORCH,), tier=tier) as engine:
        assert engine.profiles[TORCH]["torch"]
        trained = await run(engine, RunJob(TRAINS, profile=TORCH))
        assert (trained.status, trained.stdout, trained.stderr) == (RunStatus.OK, "True 1\n", "")
        draw = RunJob(b"import torch; print(torch.rand(1).item())", profile=TORCH)
        assert (await run(engine, draw)).stdout != (await run(engine, draw)).stdout

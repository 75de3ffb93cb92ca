"""Formulas of machine-learning interviews, and the line of text that people read instead."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.tex import DEEPEST, LONGEST, plain

FORMULAS = {
    # the model questions
    r"2PR/(P+R)": "2PR/(P + R)",
    r"1.44/1.70 \approx 0.85": "1.44/1.70 ≈ 0.85",
    r"1.08/1.50 = 0.72": "1.08/1.50 = 0.72",
    r"P(F)\,P(A\mid F)": "P(F) P(A | F)",
    r"P(\bar F)\,P(A\mid \bar F)": "P(F̄) P(A | F̄)",
    r"n = (z_{0.975}+z_{0.8})^2\,[p(1-p)+r(1-r)]/(r-p)^2": "n = (z_0.975 + z_0.8)² [p(1 − p) + r(1 − r)]/(r − p)²",
    r"z = 1.96": "z = 1.96",
    # metrics and losses
    r"F_1 = \frac{2PR}{P+R}": "F₁ = 2PR/(P + R)",
    r"\frac{TP}{TP+FP}": "TP/(TP + FP)",
    r"\text{recall} = \frac{TP}{TP+FN}": "recall = TP/(TP + FN)",
    r"\frac{1}{n}\sum_{i=1}^{n} (y_i - \hat{y}_i)^2": "(1/n) ∑ᵢ₌₁ⁿ (yᵢ − ŷᵢ)²",
    r"-\frac{1}{n}\sum_i y_i \log \hat y_i": "−(1/n) ∑ᵢ yᵢ log ŷᵢ",
    r"-\sum_k p_k \log_2 p_k": "−∑ₖ pₖ log₂ pₖ",
    r"\max(0, 1 - y f(x))": "max(0, 1 − yf(x))",
    r"R^2 = 1 - \frac{SS_{res}}{SS_{tot}}": "R² = 1 − SSᵣₑₛ/SSₜₒₜ",
    r"D_{KL}(P \| Q) = \sum_x P(x) \log \frac{P(x)}{Q(x)}": "D_KL(P‖Q) = ∑ₓ P(x) log(P(x)/Q(x))",
    r"\sqrt{\frac{1}{n}\sum_i e_i^2}": "√((1/n) ∑ᵢ eᵢ²)",
    # probability
    r"P(A\mid B) = \frac{P(B\mid A)P(A)}{P(B)}": "P(A | B) = P(B | A)P(A)/P(B)",
    r"P(A \cup B) \le P(A) + P(B)": "P(A ∪ B) ≤ P(A) + P(B)",
    r"\binom{n}{k} p^k (1-p)^{n-k}": "C(n, k)pᵏ(1 − p)ⁿ⁻ᵏ",
    r"\frac{\lambda^k e^{-\lambda}}{k!}": "λᵏe^(−λ)/k!",
    r"X \sim \mathcal{N}(\mu, \sigma^2)": "X ∼ 𝒩(μ, σ²)",
    r"\frac{1}{\sqrt{2\pi}\sigma} e^{-\frac{(x-\mu)^2}{2\sigma^2}}": "(1/(√(2π) σ)) e^(−(x − μ)²/(2σ²))",
    r"\mathbb{E}[X^2] - \mathbb{E}[X]^2": "𝔼[X²] − 𝔼[X]²",
    r"\operatorname{Var}(X+Y) = \operatorname{Var}(X) + \operatorname{Var}(Y)": "Var(X + Y) = Var(X) + Var(Y)",
    r"\rho = \frac{\mathrm{Cov}(X,Y)}{\sigma_X \sigma_Y}": "ρ = Cov(X, Y)/(σ_Xσ_Y)",
    r"\bar{x} \pm 1.96 \frac{s}{\sqrt{n}}": "x̄ ± 1.96 (s/√n)",
    r"z = \frac{\bar x - \mu_0}{\sigma/\sqrt n}": "z = (x̄ − μ₀)/(σ/√n)",
    r"H_0: \mu = 0": "H₀: μ = 0",
    r"1 - (1 - \alpha)^{20} \approx 0.64": "1 − (1 − α)²⁰ ≈ 0.64",
    r"\chi^2": "χ²",
    r"\Pr(X \ge a) \le \frac{\mathbb{E}[X]}{a}": "Pr(X ≥ a) ≤ 𝔼[X]/a",
    r"X \perp Y \mid Z": "X ⊥ Y | Z",
    r"\int_{-\infty}^{\infty} x f(x)\,dx": "∫_(−∞)^∞ xf(x) dx",
    r"n! \neq 0": "n! ≠ 0",
    # linear algebra
    r"A^{-1}": "A⁻¹",
    r"A^\top A x = A^T b": "AᵀAx = Aᵀb",
    r"Av = \lambda v": "Av = λv",
    r"\det(A - \lambda I) = 0": "det(A − λI) = 0",
    r"\|w\|_2^2": "‖w‖₂²",
    r"\lambda \sum_j |w_j|": "λ ∑ⱼ |wⱼ|",
    r"x \in \mathbb{R}^d": "x ∈ ℝᵈ",
    r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}": "[1, 2; 3, 4]",
    r"\begin{vmatrix} a & b \\ c & d \end{vmatrix} = ad - bc": "|a, b; c, d| = ad − bc",
    r"U \Sigma V^\top": "UΣVᵀ",
    r"\frac{u \cdot v}{\|u\| \|v\|}": "u · v/(‖u‖‖v‖)",
    # learning
    r"\sigma(z) = \frac{1}{1+e^{-z}}": "σ(z) = 1/(1 + e⁻ᶻ)",
    r"\theta_{t+1} = \theta_t - \eta \nabla L(\theta_t)": "θₜ₊₁ = θₜ − η∇L(θₜ)",
    r"\frac{\partial L}{\partial w}": "∂L/∂w",
    r"\frac{d}{dx} f(x)": "(d/dx) f(x)",
    r"\frac{dy}{dx}": "dy/dx",
    r"\hat\beta = (X^T X)^{-1} X^T y": "β̂ = (XᵀX)⁻¹Xᵀy",
    r"\arg\max_\theta \prod_{i} p(x_i \mid \theta)": "arg max_θ ∏ᵢ p(xᵢ | θ)",
    r"\operatorname*{argmin}_w L(w)": "argmin_w L(w)",
    r"\hat\theta_{\text{MLE}}": "θ̂_MLE",
    r"\mathrm{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right)V": "softmax(QKᵀ/√dₖ)V",
    r"\frac{e^{z_i}}{\sum_j e^{z_j}}": "e^(zᵢ)/(∑ⱼ e^(zⱼ))",
    r"h_t = \tanh(W h_{t-1} + U x_t)": "hₜ = tanh(Whₜ₋₁ + Uxₜ)",
    r"W^{[l]} a^{[l-1]} + b^{[l]}": "W^[l]a^[l − 1] + b^[l]",
    r"x^{(i)}": "x⁽ⁱ⁾",
    r"\beta_1 = 0.9": "β₁ = 0.9",
    r"\left\lfloor \frac{n + 2p - k}{s} \right\rfloor + 1": "⌊(n + 2p − k)/s⌋ + 1",
    r"f(x) = \begin{cases} x & x > 0 \\ 0 & \text{otherwise} \end{cases}": "f(x) = {x, x > 0; 0, otherwise}",
    r"w \leftarrow w - \eta g": "w ← w − ηg",
    r"a^* = \max_a Q(s, a)": "a* = maxₐ Q(s, a)",
    r"K(x, x') = e^{-\gamma \|x - x'\|^2}": "K(x, x′) = e^(−γ‖x − x′‖²)",
    r"\mathcal{L} = \ell_1 + \ell_2": "ℒ = ℓ₁ + ℓ₂",
    # analysis and cost
    r"O(n \log n)": "O(n log n)",
    r"O(n^2 d)": "O(n²d)",
    r"\lim_{n \to \infty} \left(1 + \frac{1}{n}\right)^n = e": "lim_(n → ∞) (1 + 1/n)ⁿ = e",
    r"\int_0^1 x^2\,dx = \frac13": "∫₀¹ x² dx = 1/3",
    r"e^{i\pi} + 1 = 0": "e^(iπ) + 1 = 0",
    r"10^{-3}": "10⁻³",
    r"2^{10} = 1{,}024": "2¹⁰ = 1,024",
    r"\sqrt[3]{x+1}": "∛(x + 1)",
    r"\sqrt[n]{2}": "ⁿ√2",
    r"f'(x) = 2x": "f′(x) = 2x",
    r"x_{ij}": "xᵢⱼ",
    r"x_{i_j}": "x_iⱼ",
    r"a \not= b": "a ≠ b",
    r"16\% \times 3": "16% × 3",
    r"5% < 6\%": "5% < 6%",
    r"7 \bmod 3 = 1": "7 mod 3 = 1",
    r"a \equiv b \pmod{n}": "a ≡ b (mod n)",
    r"\frac{\frac{a}{b}}{c}": "(a/b)/c",
    r"\frac{a}{b}^2": "(a/b)²",
    r"\sqrt{2}^2": "(√2)²",
    r"2\sqrt{n} x": "2√n x",
    r"\frac{\log n}{n}": "(log n)/n",
    r"\log \frac{p}{1-p}": "log(p/(1 − p))",
    r"a := b": "a := b",
    r"\overset{d}{\to}": "→ᵈ",
    r"\underset{x}{\max} f": "maxₓ f",
    r"\widehat{xy}": "hat(xy)",
    r"\tilde{x}_i": "x̃ᵢ",
    r"\hat{y_i}": "ŷᵢ",
    r"\mathbf{w}^\top \mathbf{x}": "wᵀx",
    r"\mathbb{1}[x > 0]": "𝟙[x > 0]",
    r"\mathbb{+}": "+",
    r"\left. x \right|_0": "x|₀",
    r"a~b": "a b",
    r"\sum_{x \in X} x": "∑_(x ∈ X) x",
    r"\text{if } x_1 > 0": "if x₁ > 0",
    r"\text{at } \alpha": "at α",
    r"\begin{aligned} a &= b \\ &= c \end{aligned}": "a = b; = c",
    r"\begin{array}{cc} 1 & 2 \end{array}": "1, 2",
    r"\phantom{x} y": "y",
    r"\$5 \times 3": "$5 × 3",
    r"a \\ b": "a; b",
    # not TeX at all
    r"\foo{x}": "foo x",
    r"{{": "",
    r"x_": "x",
    r"_i": "ᵢ",
    r"\not": "̸",
    "": "",
}


@pytest.mark.parametrize(("tex", "text"), FORMULAS.items())
def test_a_formula_reads_like_this(tex: str, text: str) -> None:
    assert plain(tex) == unicodedata.normalize("NFC", text)


def test_what_is_too_long_or_too_deep_loses_its_structure_only() -> None:
    assert plain(r"\alpha + " * LONGEST).startswith("α + α +")
    deep = "{" * (DEEPEST + 1) + r"\beta" + "}" * (DEEPEST + 1)
    assert plain(deep) == "β"
    assert plain(r"\begin{x}" * (DEEPEST + 1)).startswith("begin x")
    assert plain("x^" * 2000 + "y").endswith("y")


def test_hidden_characters_are_left_out() -> None:
    assert plain("a\u202eb\x00c\n+ d") == "abc + d"


TEX = st.lists(
    st.sampled_from(
        [
            *FORMULAS,
            *"{}[]_^'$%&~#\\ |.-+=",
            r"\frac",
            r"\sqrt",
            r"\begin{pmatrix}",
            r"\end{pmatrix}",
            r"\left",
            r"\hat",
        ]
    )
    | st.text(max_size=4),
    max_size=12,
).map("".join)


@given(TEX)
def test_no_tex_raises_and_none_is_left(tex: str) -> None:
    shown = plain(tex)
    assert "\\" not in shown
    assert "\n" not in shown
    assert "$" not in shown or "\\$" in tex


@pytest.mark.timeout(10)
@pytest.mark.parametrize("part", [r"\sqrt[", r"\left(", r"\frac", r"\begin{a}", "^{", r"\operatorname*", r"\hat "])
def test_nothing_unclosed_takes_long(part: str) -> None:
    plain(part * 19)
    plain(part * (LONGEST // len(part)))

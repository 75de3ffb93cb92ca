"""Abbreviations that mean one thing in this field, so that a term is known by either; ambiguous ones are left out.

What may mean two things (`LR`, `EM`, `MAP`, `LDA`, `MAR`, `NN`, `CI`, `RF`) is for a question's author to accept.
"""

_ABBREVIATIONS = """
aic: akaike information criterion
anova: analysis of variance
area under pr curve: area under precision recall curve
area under receiver operating characteristic: area under receiver operating characteristic curve
area under roc: area under receiver operating characteristic curve
asr: automatic speech recognition
ate: average treatment effect
auc pr: area under precision recall curve
auc roc: area under receiver operating characteristic curve
auc under roc curve: area under receiver operating characteristic curve
auc: area under curve
auprc: area under precision recall curve
auroc: area under receiver operating characteristic curve
backprop: backpropagation
batchnorm: batch normalization
bic: bayesian information criterion
bow: bag of words
bptt: backpropagation through time
cdf: cumulative distribution function
clt: central limit theorem
cnn: convolutional neural network
convnet: convolutional neural network
cpu: central processing unit
dag: directed acyclic graph
dbscan: density based spatial clustering of applications with noise
dcg: discounted cumulative gain
ddp: distributed data parallel
dnn: deep neural network
dpo: direct preference optimization
dqn: deep q network
ece: expected calibration error
elbo: evidence lower bound
em algorithm: expectation maximization
etl: extract transform load
f1 measure: f1 score
f1: f1 score
fdr: false discovery rate
ffn: feed forward network
fn: false negative
fnr: false negative rate
fp: false positive
fpr: false positive rate
fsdp: fully sharded data parallel
fwer: family wise error rate
gan: generative adversarial network
gbdt: gradient boosted decision tree
gbm: gradient boosting machine
gelu: gaussian error linear unit
gil: global interpreter lock
glm: generalized linear model
gmm: gaussian mixture model
gnn: graph neural network
gpt: generative pretrained transformer
gpu: graphics processing unit
gqa: grouped query attention
group norm: group normalization
gru: gated recurrent unit
hmm: hidden markov model
ica: independent component analysis
iid: independent and identically distributed
iou: intersection over union
ipw: inverse probability weighting
iqr: interquartile range
js divergence: jensen shannon divergence
kde: kernel density estimation
kfold: k fold
kl divergence: kullback leibler divergence
knn: k nearest neighbor
ks test: kolmogorov smirnov test
layernorm: layer normalization
llm: large language model
lln: law of large numbers
lora: low rank adaptation
lstm: long short term memory
mae: mean absolute error
mape: mean absolute percentage error
mcmc: markov chain monte carlo
mdp: markov decision process
mha: multi head attention
ml: machine learning
mle: maximum likelihood estimation
mlp: multi layer perceptron
moe: mixture of experts
mqa: multi query attention
mrr: mean reciprocal rank
mse: mean squared error
ndcg: normalized discounted cumulative gain
ner: named entity recognition
nlp: natural language processing
nmf: non negative matrix factorization
nms: non maximum suppression
npv: negative predictive value
ocr: optical character recognition
ols: ordinary least squares
oob: out of bag
ood: out of distribution
oom: out of memory
oop: object oriented programming
oov: out of vocabulary
pca: principal component analysis
pdf: probability density function
peft: parameter efficient fine tuning
pmf: probability mass function
ppo: proximal policy optimization
ppv: positive predictive value
pr auc: area under precision recall curve
psi: population stability index
r squared: coefficient of determination
r2 score: coefficient of determination
r2: coefficient of determination
r squared score: coefficient of determination
rag: retrieval augmented generation
rbf: radial basis function
rct: randomized controlled trial
relu: rectified linear unit
rl: reinforcement learning
rlhf: reinforcement learning from human feedback
rmse: root mean squared error
rnn: recurrent neural network
roc auc: area under receiver operating characteristic curve
roc: receiver operating characteristic
sd: standard deviation
sgd: stochastic gradient descent
shap: shapley additive explanations
slo: service level objective
smote: synthetic minority over sampling technique
std dev: standard deviation
stddev: standard deviation
stdev: standard deviation
svd: singular value decomposition
svm: support vector machine
tfidf: term frequency inverse document frequency
tn: true negative
tnr: true negative rate
tp: true positive
tpr: true positive rate
tsne: t distributed stochastic neighbor embedding
vae: variational autoencoder
vif: variance inflation factor
"""

_MEANT = {
    short.replace(" ", ""): tuple(meaning.split())
    for short, meaning in (line.split(": ") for line in _ABBREVIATIONS.strip().splitlines())
}
_LAST = frozenset(meaning[-1] for meaning in _MEANT.values())


def spelled_out(words: tuple[str, ...]) -> tuple[str, ...]:
    """Give the words with abbreviations spelled out: all of them as one (`k-NN`), else word by word."""
    if whole := _MEANT.get("".join(words)):
        return whole
    spelled: list[str] = []
    for word in words:
        # An abbreviation's last word is often said again: `ROC curve`, `PIN number`.
        if spelled[-1:] != [word.removesuffix("s")] or spelled[-1] not in _LAST:
            spelled += _MEANT.get(word) or _MEANT.get(word.removesuffix("s")) or (word,)
    return tuple(spelled)

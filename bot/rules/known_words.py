"""Words that a slip or two turns into one another: each is right by itself and never a slip of its neighbour.

English words (chosen from the frequency list of pyspellchecker, MIT), and those of scientific libraries' prose, that
lie within the allowed slips of a word of the bank or of the skill tree; then words of the field that people confuse.
Left out are those that mostly are slips themselves, such as `principle` for `principal`. One form of each word stands
for all.
"""

from bot.rules.known_words_from_m import FROM_M

_WORDS = """
abase abide ablution abode abort abound about abrasions abuse abused abuser abuts accent accented acceptable accessing
accidentally accidents accountant accumulate accumulated accumulating accumulation accumulator accursed accuse accuser
ached acknowledged action activating actresses adapt adaptation adapted adapter adaption adaptive adaptor adder
addiction addictive additional additionally additions additive addled addressed addressee adept adjudicated adjuster
administration admit adopt adopted adoption adoptive advance advanced advantaged advantageous adversarial adversary
advertise advertised advice advise advised adviser advocating affaire agency agent aggravated aggregate aggregated
aggregating aggregation aggression aggressive agility aglow agree agreed aground ahmad ahmed aided aides aiding ailing
aimed airing alarum albert algorithm algorithmic alice alien alignment alike alive allay allegation allocated
allocating allocation allot alloy aloha alone along alphabetic alphabetically alphas alter alteration altercation
alternate alternated alternately alternating alternation alternative alternatively amaze ambiguous ambitions among
ample amplified amplifier amplitude amply amputation amuse amused anagram analyses analyst analytical analyzed
analyzer angel angie angled angler anglo anise ankle annals annealing annotate annotated annotating annotation
announced announcer annul anomalous anther antony appal appalling appeal appealing appear appearing appease appeasing
appending apple applied apply appropriated appropriately approve approved approximated approximately approximating
aptly arbitrarily arbitrary arced archie architectural archive archived areal arenas argent argue argued argumentation
argus arias aries arisen arming arose arrange arras arrive arrived artificially artiste ascend ascending asher asked
askew assent assert asset assignment assistance assisting associate associating association associative assume assumed
assure assured assuring aster asymmetric asymmetry asymptotic atmospheric atone atrial attach attack attacked
attending attention attentive attenuation attraction attributed attribution attrition auction audience audio audit
audition augmentation austrian autocorrelation automata automate automated automatic automation automaton average
averaged avert averting awaitable awake awaken award aware awoke babes backdrop backed backend backer backs backyard
baddy badged badger bagger bagging bailed bailing bails baked baker bakery bakes balance balanced balancer balder
baldy baled bales baling balked ballet balls ballsy bally bananas bandana banded banding bandit bands banged banging
banked banker banks banned banner banning bards bared bares barfly barge barged barging baring barked barker barley
barns based basely baser bases basest bashed bashes basic basil basin basis basked basks basses basset basted basting
batched batches batching bated bates bathed bathers bathes bathing baths batten batter batting battle bauer bawls
bayes baying beach beading beads beaker beaks beaming beams beans beard bears beast beater beating beats beaus beaut
beautiful beautifully became become bedding bedside beech beefing beefs beers beets began begat begged begging begin
begun behaved behavioral being belch belie belied belies believe believed believer bellow bells below belting belts
benares bench bended bending bends bendy benefitted bering besting bests betas betide bette betted bettor bfill biased
biases bidding bided bides biding bigram biked biker bikes biking bilinear bilked bilking billet billings bills billy
bimodal binary binding binds binged binging binned binning binomial biped birder birdies birding birds bisecting
bisection biter bites biting bitter blabs black blacked blacking blade blagged blake blamed blanc blanch bland blank
blanked blanket blanking blare blaring blast blasting blaze blazing bleach bleak bleaker bleat bleed bleep bleeping
blend blender blending blest blight blighter blimp blind blinded blindfold blinding blink blinked bliss blistering
blobs block blocker blogs bloke blond bloody bloom blots blown blows blowy bluffer blustering boarder boars boast
boasted boasting boating boats bodes boeing bogged bogging bogus boiled boiling boils bolder bolster bolting bolts
bolus bonded bonding bonds bones bonferroni bongs boning bonking bonus booing booker bookies booking books bools
booming booms boons boors boost boosted booster boosting booted booth booting boots bootstrap bootstrapping booty
boozing border bordering bores boring botch botched botching bottled bough bought boulder bounced bouncer bouncy
bounden bounder bourn bouts bowel bowing bowler boxed boxer boxing bracken bragged bragging braid brake braked
branched brand brandi brandt brandy brats breaching bread break bream breast breath breech breed breeding brent brenth
brewed brewer briar bride bridged bridget bridle brief brier briggs brighten brightest brilliance brilliantly brine
bring bringing brink briny broach broad broadcast broadcasted brock broiler broke broken broker brood brook brooke
brother brought brown browner brows browse browsed browser bruce bruges brunch brunt bucked budding budge budged
buffed buffet bugged bugging build built bullion bulls bumpy bunch bunco bunts burbs bureaus buried buries burner
burns burnt burped burps burrs burst burton burying bused buses busing busying butch butter butting bytes caber cabled
cabling cache cached cachet caching cadre caged cages caging caked cakes calculate calculated calculating calculation
calculus calder caleb calender calibrate calibrated calibrating calibration calla callback called caller callers
calling calls callus calmed calmer calming calms calving camera cameras camped camping camps canard canary cancelation
cancer candidacy caned canes caning cannon canter canton caped caper capes capper caption captured carbon carding
cards cared carer cares caress carey caring carlton carly carne carny carping carps carrie carried carrier carry
carson carte carting carton cartoon carts carve cased cases casey cashed cashes cashing casing casino casks casted
castes casting casts casual casualties catalogued catch catcher catching catchy categorize cater cause caused causing
caution caved cavers caves caving cawing cease ceasing ceded ceding celebrate celebrated celebrating celebration
celebrity celled cello cells celts censured centered centre ceres certainly chafing chain chair chaired chairing
challenge challenged challenger champ champaign chance chanced chancing chancy chanel chang change changed changer
chant chanted chanting chapped chaps chard charge charged charger charging charities charles charm charmed charming
charnel charred charring chars charted charter charting chase chasing chats chatter chattering chatting cheapen cheapo
cheat cheated cheater cheating checked checker checkfirst cheek cheeking cheep cheeping cheery chefs cheney chess
chesty chews chick chile chili chilies chill chilled chilling chink chins chipped chipping chips chock chocked
chocking choicest choir choke choked choking chomped chook choose choosy chopper chops chore chose chosen christian
chrome chuck chucked chucking chung chungking chunky circled circulate circulating circulation cited cites cities
clack clacking clair clammed clams clanging clans clapped clapping claps clare clarification clarified clarity clash
clashed clasp class classed classification classified classifier classifies classy clattering claude claus claws clays
clean cleaned cleaner cleanest cleanly cleanse cleansed cleanser cleansing clear cleared clearer clearing cleat
cleaved cleaver cleaving click clicker clime cling clinically clink clinking clint clipped clipper clipping cloak
clock clocked clocking clods clogs clomp cloned cloning close closed closer closest closet closure clots cloudy clout
clove clover cloying cluck clucking clump clumpy clunk clunked clunking clustering clutter cluttered cluttering coach
coached coaching coalition coarse coast coasted coasting coated coating coats codec coded coder codes codex coding
coeds coerced coffer coherence cohost coiling coils coincidence coked cokes coking colds coles colin collaborate
collaborating collaboration collage collapsed collar collated collation collected collecting collection collective
collector collide collided collider collie collier collinear collinearity collocation collude colon colonel colony
color colts comas combined combing combs comer comes comet comfortably coming commando commas commend commented commie
commies committee commodity communicated communicating communion communism communist commutation commute commuted
commuter commuting compadre companion comparable compare compared comparing compassion compatible compelled compelling
compete competed competent competing competition competitive competitor compilation compile compiled compiler
compiling comping complain complained complainer complaint complete completed completely completing complexes
complexion complexity compliant complicate complicity complied complies compose composed composer composing
composition compost compote compounding comprehension comprehensive compressed compresses compression compressor
comprised compromise compromised comps computation compute computed computer computing comte concatenated
concatenating concave concealed conceit conceited conceived conception concerned concert concerted concession conch
concierge conclave conclusion conclusive concocted concrete concurrence concurrency concurrent concurrently concussion
condemned condition conditionally conditioned conditioner condole conducted conducting cones confection conference
confession confidant confidence confident configure configured conflicted conflicting conform conformed conforming
confounded confounder confounding confuse confusing confusion congressional conjugated conked conking conks connected
connecting connection connector conner consecutively consensual consent consented consequential conservation
conservatively conserved conserves considered considers consisted consistency consistent consistently consisting
consolation consoled const constantly constants constrain constrained constraint constricted constriction constrictive
construct constructing construction constructive constructor consulate consultant consulted consumers contact
contacted contacting contagious contained container contaminating contend content contented contention contest
contestant context contiguous continent continual continued continues continuing continuous continuously continuum
contract contracted contraction contractor contradict contras contrast contrastive contributed contributing
contribution contributors controller contused contusion convection convenience convent convention converge converged
convergence convergent conversation converse conversed conversing conversion converted converter converting convex
convexity convey convicted conviction convince convinced convincing convolution cooing cooker cookies cooks cooled
cooling cools coons cooped cooperate coops coordinated coordinator coords coots coped copes copied copier copies
coping copped copping copse copying cords cores corey coring corked corker corking corks cornea corned cornet corns
coronation coroner corps corrected correcting correction correctly correlate correlated correlation corrupted
corruption cortes costa costs couch could couldn counted counter counteract countess county coupe coupled coupler
couplet course coursed court courted courtier courting covariance covariant covariate coven coverage covert coves
covet coveted coveting cowed cower cowered cowering cozies cramp crams craned crank crashed crasher crashes crass
crate crated crave craving craze creak creaked creaking creamed creaming creamy crease creased create created creatine
creating creations creatures creed creek creel creepy crees cremate cremated cremating cremation crepe cress crest
crested cresting crick criminally crises crisps croak crock crone crook crooked croon cropped crops crore cross
crossed crosser croup crowed crown crowned crows crumby crunchy crush crushed crusher crusted crutch cubed cubes
culled culling culls cultured cumulatively cupid cupped cupping curbs curds cured cures curios curls curly currant
curried curry curse cursed curtain curve curved curving curvy custer customary customers cuties cycled cycler cysts
dagger dairy daisy dales dally damage damaged dames dammed dampen damper dancer dander danes danged dangerously dante
dared dares daring darken darker darned darren darted darth dashes dated dates dawes dawns dazed deader deadliest
dealer deals dealt deans dears death debts debut decade decaf decal decant decay decayed decease deceit deception
decide decided decider deciding decile decimated decision decker declaration declare decline declined decode decoded
decoder decoding decor decorate decorated decorating decoration decorative decorator decouple decoy decoyed decreased
decree decry decryption dedicate dedication deduction deductive deepen deers defeat defeating defect defected
defecting defection defective defector defend defendant defended defending defense defensive deference deficient
defied defies defile defiled define defined definitive definitively deflect deflector defusion degrade degraded deign
deject dejected delay delaying delectable delegate delete deleted deletions delia delighted delinquent deliver
delivered deliverer delivering delivery della deltas delusion demanding democrats demonstrated demonstrators denied
deniers denies denis denise denny denoising dense denser densify density dented dents departmental depend dependence
dependency dependent depending depiction deplete depleted depleting depletion deployment deport deportation deported
deportment depose deprive deprived derail derailed deride derided deriding derision deriv derive derived descending
descent describe described description descriptive descriptor desert deserting deserved despatch despise despot
destination destroyer detain detained detect detecting detection detective detectors detention deter deteriorate
determinant determined determines determining determinism deterministic detest detestable detested detonated
detonation detonator detrending developed development devise diagnosed diagnoses diagnosis diagnostic diagonal
diagonalization diagram dialing dials dices diets difference different differentiable differential differentiated
differentiating differently differing difficult difficulty diffusion dilate dilation diluted diner dings diplomats
directing direction directive director directory direst disabled disadvantaged disagree disagreed disappeared
disappoint disarming discard disciples disciplined disconnected discount discourse discover discovered discovering
discrete discretion discrimination discriminative discriminator discriminatory discs discus discussing diseased dished
dishy disks disliked dismount dismounted dispatched dispatches disputed disses distal distanced distill distillation
distinction distinctive distinguished distract distraction distribute distributing distribution distributor district
ditty diver diverge diverged divergent diverse diversify diversion diversity divert dives divest divide divided
dividend divider divine divined divining divisions doable docent docile docked docket documented documents doily
doling dominance dominant dominate dominated donations dongs donner doorstop doping dosing dotage doted dotes doting
double doubled doublet doubly doubted doubting downed downgrade downgraded downing downloaded downs downsize dozed
dozer dozes dozing draft draftee drafty drags drain dramas drams drank draper draping dratted drawl drawn draws
dreading dreadlocks dreaming dregs dressy drier dries drift drifted driller dripped dripping drips drive drivel driven
driver droll droned droning droop drooping dropout dropper dross drove drover drown drugs ducts duffer dulling dumped
dumper dumpy dunne duping duplicate duplicated duress dwelt dying earing earls earned earner earring earthy easier
easter eastern eater ebbed eclipse edged edict edith educated education effectively efficiency efficient efficiently
eigenvalue eigenvector eight eighth eighty eigvals elastic elections electrician ellis elongate embarrassingly
embedding ember emergence emery emits empathy empire empirically employed employee employer employing empress emptied
emptier enabled enabler enact enchanted enclosing encode encoded encoder encoding encore endogenous enforce enforced
enforcer engineered enmity enoch enriches enrico entice entirety entropy enumerated environmental ephemera epoch
equivalence equivalently erich erogenous errol escalate escalating escape escaped escapee essentially established
ester esther estimate estimated estimating estimation estimator eternal eternally ether ethnic europa eurus evacuate
evacuated evacuating evacuation evaluate evaluated evaluating evaluation evaluator evens evert everything evidenced
evolution exaggerate exaggerated exalt excavation excelled exception excerpt excessive exchange exchanged excising
exclaiming exclamation excluded excluding exclusion excused executed executing execution executioner executive
exercised exert exhausting exhaustion exhort exited exiting exits exogenous exorcise expanding expanse expansion
expansive expect expedience expedient expel expend expending experience experienced experimental experimented expert
expiration expired expiry explaining explanation explanatory explode exploded exploder exploding exploitation
exploited exploiting exploration exploratory explore explored explorer exploring explosive exponential exponentially
export exporting expose exposed expresses expressing expressly expulsion extending extensive extent extort extra
extras extrema fabled faced faces facet facing faction factor factorization factory facts faculty fades fading faeces
failed failing fails fairing fairs fairy faked faker fakes faking falling fallow falls false falter faltering famed
fancied fancies fanny farce fared fares faring farmed farmer farming farms fasted fasten faster fastest fasts fates
fatigued fatted fatten fattened fatter fattest fault faulty faust faxed faxes faxing fazes feats featured feces
feeding feeds feels felled feller felling fellow fells fenced fencer fender fending fends fennel fester festering
fetched fetches feted fetter feuds fever ffill fiber fiction fictional ficus fiddle fiddler fides field fiend fifth
fifty fight figured filed files filet filing filler fillers fillet fillings fills filly filmed filming films filter
filth finale finalization financed finder fined finer finery fines finger fining finis finisher finishes finks finnish
fired fireman fires firing firmed firmer firming firms fischer fished fisher fishery fishes fists fitch fitted fitter
fittest fiver fives fixed fixer fixes fixing fizzy flags flail flailed flailing flake flame flamed flaming flank
flapped flapping flaps flared flash flashy flask flats flatten flatter flattered flattery flattest flavor flaws flees
flesh fletch flexibly flick flicked flied flies flight flighty fling flint flipper flips flits flitted flitting float
floaty floes flogged flood floor flopped flopping flops floss flour flout flouting flown flows flume flunk flush flute
flutter foamed foaming foams fodder fogged foiled foiling foils folded folds folks folksy follower folly fonder fonts
foods fooling foosball footed footer footfall footling footy foraged foray forbes force forced forceps forcing fords
forecast foremen foresight forest forge forged forger forget forging forgo forgot forked forking forks formal format
formatter formatting forme formed former forming forms formula formulae formulas formulate forte forth forts forty
forum foster foully fount fours fourth foxed foxes fraction fractional fractious fragmentation frail frame framed
framers frats frayed fraying freed freeing freer frees freest freezer frenchman freqs frequently freshen frets freud
friction fried fries frieze fright frill frilly fringe fritter frond frosh frost froth froze fueling fuels fullback
functional functionally functions functools fundamentally funding funds funky funner furthest gabble gable gainer
gaines gains gaius gales galled galley gambled gambler gamed gamer games gamey gamma gammy garage garbage gargling
gases gasses gated gates gather gaussian gavin gazed gazes gemma genera generality generalize generalized generate
generated generating generation generative generator generically genetic genies gentile gentle gentler gently gentry
genus geographic geographical geography geometric georgia georgina german germane getter gibes giles given giver gives
glade gladys glanced gland glans glassy glide glitchy gloss glowing glows glues goaded goading goalies goats goggle
gongs googly goring gowns grabs grace graced gracing grade graded grader gradient grads gradual grady grafted grail
grain grained grainy gramps grams grand grander grant grape graphically grass grate grated grateful gratefully grater
gratin grating grave graver grayer graying grays graze grazed grazers grazing grease greaser greed greedy greek greene
greer greet greeter greta gridlines grids grind grins groan grocer grocery groin groped groping gross grounder grouper
groupies grouse grousing grout grover grower growl growling grown grows grubs grump grunted guarantee guaranteed guess
guessed guest guided guile guilt guise gusts gutter gutting hades hagen haired hallo hallucinated hallucinating
hallway halted halting halve halved halving hamper handed handel handier handing handle handled handler hands handy
hanged hangover hangs hanks haply harden hardier hardiest hardy hares haring harmonica harper harpy harsh harvest
hashable hashed hashes hashing haste hastings hatching hatchling hated hater hating hattie haunch haves having hayes
hazing headed header heading headlined headliner heads heady healed healer healing heals health healthy heaped heaping
heapq heaps heard hearers hearing hears hearse hearst heart hearted hearth hearty heated heater heath heather heating
heats heave heaved heaven heavers heavies heaving hedge heeding heeds heirs helms helped helper helps herder herding
herds hermit hester heterogeneous heteroscedasticity hided highlighted hight hiked hikes hiking hills hilts hines
hinged hinging hippy hires hiring histogram historian hitching hither hitting hives hoard hoarder hocks hocus hoeing
hoisted holds holed holes holey holing holler holly homed homeless homing homogeneity homogeneous homogenous
homoscedasticity honed hones honesty honing honks hoods hoofs hooky hoops hoots hoped hopes hopped hopping horizontal
horribly horse horsing horus hosed hoses hosing hospitable hostel hours house housed hovel howled huang hubert humane
humility hummer hungary hunting hunts hurls hushed hushing husking hutch hwang hyped hyperbola hyperbole hyperbolic
hyperparameter hyping hypothesis iceland ideal ideas identically identified identify identity idler ignorance ignored
imaged imagine imagined imaging imbalance imbalanced imitated imitation immediately immutable impalement impart
imparted imparting imperative implement implementation implemented implementers implies importable importance
important importantly importation importer importing impossibly imprecision impressing impressive improbable improve
improved improving improvise impunity impure imputation impute imputed imputer inane incentive incest incite incited
incline include included increased increasingly indeed indent independence independency independent independently
indexed indexer indexes indicated indicates indication indicative indies individual individually induces induction
inductive inert inertial infect infected infecting infection infer inference infest infested infinite infinity infirm
inflame inflamed inflate inflated inflation influence influenced information informative informer infusion ingenuity
ingest ingested inhabited initialization initialize initializer injecting injection injunction inner innit innovative
inpatient insect insert inserted inserting insertion inset insider inspected inspecting inspection inspector installer
installment instances instill instilled instilling instincts instructing instructor instrument instrumental
instrumented insufficient insurance insure insured integrality integrals integrate integrating integration integrator
integrity intel intelligence intelligent intend intense intensely intensify intensity intensive intent intention inter
interacting interaction interactive interactively interacts intercepted intercepting interception interchangeably
interclass intercluster interests interfaced interfere interference interlace interleaved intermediary intern internal
international interned interp interpret interpreted interpreter interquantile interquartile interred interrupt
interrupting intersect intersected intersection intervention interview interviewed interviewee intraclass intracluster
introduce introduced introduction intruding intuition intuitive invalidate invalidated invariance invariant invent
invented inventing invention inverse inversion invert inverted inverter inverting invest invested investigate
investigated investigation investigative investigator investigatory investing invincible invisibly invite invited
invitees invocation invoiced involve involved irreversibly isinstance isles isolated isolating isolation isotopic
issue issued itemize iterable iterate iterated iterating iteration iterative iteratively iterators itertools jacked
jailer johns joiner joins joint jointed joists jonah jones judge judged judgment jugged juiced juicer juicy jumbled
jumper jumpy justified kappas keeling keels kennel kernel kills kilos kilts kinda kings kinks kipling kiting kneed
kneel knobs knocker knots known knows krill kurtosis laces lacing lacks lading lager lagged lagging lairs laker lakes
lamar lambada lambda lambdas lamely lament lamer lamest lancing lander lanes lansing lapel larch larder large larger
largesse larks lasagna laser lashing lasses lassies lasso lasted lasting lasts latched latches latency latent later
lateral laterally latest latex lather latte latter launch laver lawyer layer laying lazing leaded leaden leader
leading leads leafed leafing leafs leafy leaker leaking leaks leaky leaned leaner leaning leann leans leaped leaping
leaps leapt learn learned learner learning learnt leary lease leased leash leasing leave leaved leaver leaving lecture
lectured lecturer leeds leeks lefts legged legging legion legit legitimacy legitimately lender lending lends lengthy
leper lesion lessen lesson lester letter levee level lever leveraged libby libel liberal liberally librarian licence
license licensed licked licks liens lifer lifted lifter lifting lifts lighted lighten lightening lighting lightning
likability liked liken likeness likes liking lilting limes limited limiter lineal linear lined linen liner lines
linger lining linkage linked linker linking links lintel linus liras lisping listed listen listened listener lister
listing liston lists liter litigation litter littler lived livelihood lively liven liver livery lives livid living
livre loaded loader loading loads loafer loafing loafs loaned loaner loaning loans loaves lobes local locale
localization locate location locke locked locking locks lockup locos locus lodged lodger lodging lofts logan
logarithmic logged logger logic login logit loins lolling lonely loner longed longing looker looking looks loomed
looming looms loons looped looper looping loops loopy loose loosed loosen looser looted looter looting loping lopping
lorded lording lords loser loses losses louder louse lousing lousy louvers loved lover loverly loves lovey loving
lowed lower lowing loyal loyally lucks lugged lugging lunch lunching lurch lusted lusting lusts lying lynch
"""
KNOWN_WORDS = frozenset(_WORDS.split()) | FROM_M

_CONFUSED = """
competition composition covariance covariant covariate endogenous exogenous explanation exploitation exploration
interclass intercluster interquantile interquartile intraclass intracluster macro memoization memorization micro
perception perceptron polling pooling prediction production quantile quartile
"""
FIELD_WORDS = frozenset(_CONFUSED.split())
"""The few of the field that are confused most."""

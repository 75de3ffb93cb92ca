"""The known words from m to z; how they were chosen stands in `known_words`."""

_WORDS = """
mable maces machined macho macks macpherson macro maids maims mains major maker makes making males malls manage
managed manager manes mange manger manic manifested manifesto manipulate manipulating manipulation manipulative manly
manned manor manuel manure marbled march marched marchers marching marci marco marcy mares marge margin marginal marin
marked marker market marking marks marlin marly marred marring marsh martin marty marvin maser mashed masher mashing
masked masking masks massage massaged massed masses massing master mastered masterly mastery masts match matched
matching mated mater mates matey mathematical mather mating matte matted matter mature matured mauls maury maxed maxim
maxima maximal maximization maximizes maximum maxing mayer mayor mazes meals mealtime means meant meany measure
measured meats mechanical mechanics mechanism medal meddle meddled meddler meddling media medial median mediant
mediation mediator medical medication medina meditating meditation medium medoid megan melded melding melting melts
memoization memorization menage menial menses mentioning mentor menus merge merged merger merle merry message messaged
messed messes messing meted meteor meter meting meyer micks micro micron microscope microscopic middle midian mighty
migrating miked mikes milder mildew miles milled miller millers milling mimed mimes miming minas mincer minded minder
minding minds mined mines minima minimal minimization minimized minimizer minimum mining miniseries minks minor
minster mints minuet minuses minutest mired misbehaved miser misleading misled misread misreading missed misses missis
missus missy mistake mistaken mister misting mists misunderstand misuse misused misusing mitch miter mites mixed mixer
mixes mixin moaning moans mobil mobster modal model modem moderated moderation moderator modes modest module modulo
molder moldy moles monde money monies monitor monitoring monkey monks monotony monte monty moods mooing mooney mooning
moony moose moped mopes mopey moping mopping moral morel mores morse moses mosey mosses motel moths motivated mound
mounties mourning mousey mousse mousy mouth moved mover moves movie movies mowed mowing mucks muddle muddling mulder
mulled multimodal multinomial multiple multiplex multiplicative multiplied multiplier multiply mused muses muslin
mussed mussing muster mutable mutation mutes mutter muttered mystery myths naive named names nance narrowed nation
native natty naught navigating navigation navigator nearby neared nearly neater neatest neatly necessarily necessity
needled needles needy negate negation negatively negatives negativity nerds nestled nestling nether netted netting
neural neuroses neutral neutron never newer niceties nicker nighty niles niter nodes noise noisy nonparametric noose
norma normalcy normalised normality normalization normalize normalizer norman norse nosed noses noshing notation noted
notes notice noticed notifies noting notional nougat novice nudged numbed numerical numerically nursed objection objet
observe observed observer occupants occurrence occurrent occurring octagonal odder oddest offed offerings office
officer olden older oldest omens online opened opener opens operate operating operation operative operators optic
optical optimiser optimism optimist optimization optimize optimized orang orchestrated order originals orion
orthogonal orthonormal other otter outcast outed outer outline outlived outnumbered outrage outride outsider ovens
overbooked overcooked overestimate overestimated overfitting overflow overflown overhear overheard overheat overlay
overloaded overloads overlooked overpass overplay overrides overriding overripe overrode overruled overs oversampling
overshot oversight overt overweight overworked overwrite overwritten owens owned owner paced pacer paces pacing
packaged packed packer packet packing packs pacts padding paddled paddling paged pager pages paging paige pails pained
paining pains paint painted painter palace palate paled paler pales palling pamper pancaked panda panes pangs panned
panning panted panting pants panty paper parabola paradigm parallel paramedic parameter parameterized parametric
parametrize parametrized paras parched parching pardners pardon pared parent paring paris parity parked parker parking
parks parry parse parsec parsed parser parsing parson parted particularly parting partition partitioned partly parts
party passed passel passer passes passing pasta pasted pasting pastis pasts pasty patch patched patching patchy patel
patent pathos paths patient patter patting patty pauper pause paused pausing paved paves paving pawed pawing payer
paying peace peaked peaking peaks peaky pearly pears pearson pease pecked pecking pecks peeing peeks peeled peeling
peels peeped peeping peeps peered peering peers peeved peking penalizes penned peopled pepped percentage percentile
perception perceptive perceptron perfected perfection perfecto performant perimeter perked perking perks permanent
permanently permutation permute permuted perpetual perplexity persisted persistence persistently persisting person
persona personality personas pertinent perturbation pester pests petting petty phage phase phased phenomenal
philosopher phone phoned phoney phonograph phony photograph photographed photographer photographic photography photon
phrase phrased physio piazza picked picker picket pickled pickler pickling picks picky pictured pieced pierce pigged
pikes pilate piled piling pillowy pills pilot pimping pimps pinch pined pines pinged pining pinked pinking pinks
pinned pinot pints piper pipes piping pipped pisces pitch pitched pitching pitchy pitting pivot pizzas place placed
placer placid plaice plaid plain plainer plait plane planet planing plank planking planned planner plans plant planted
planter planting plastic plate plateaus plated plating plato plausibly playa played player playing plays plead pleased
pleat pledged pliant plies plods plopped plops plots plotter plows ploys plump plumping plunged pluses plush plying
pocket poets point pointed pointy poison poker poking poles police policed policy polis polite politically politician
polity polled polling polls polly polynomial ponder poofs pooing poole pooling pools popish poplar popper poppet
populating pores poring portal porte ported porter portly ports posed poser poses poseur posher posies posing posit
posited positional positionally positioned positions positively positives positron posse possible possibly posted
poster posterior posting posts potent potion potted potter potting potts pouting powder powdered powdery power
practical practically practice practiced practise practised praised prams prate prayed prayer praying prays precedence
precedent preceding precession precious precision precompute precomputed predators predicate predicated predicted
predicting prediction predictive predictor prefect preferred prefit prefixed prefixes prefixing prematurely premise
prepared prepend prepended prepending preps present presented presenter presenting presently preservation preserve
preserved preserver preset presiding pressed presser presses pressured pretence pretended pretending pretense prevent
prevented preventing preys price priced pricey pricy pride prided pried pries primacy primate prime primed priming
prince princesses principal print printed printer prion prior priority priory privilege privileged prize prized
probabilist probabilistic probable probably probation probe probed probing procedural proceeded proceeding processed
processes procession processor prods produce produced producer product production productive profess professed
professing profession professionally professionals professor proficient profile profiled profiling profited profiting
programed programing programmer progress progressed progressing progression progressive progressively project
projected projectile projecting projection projector promise promised promising promote promoted promoter promoting
promotion prompted prone propel propensity properly property proportion proportionally propose proposed proposing
proposition propped prose prosecuted prosecution prosit prosper prosperity protect protected protection protective
protector protest protested protesters protesting protestors provable prove proved proven provide provided provider
providing proving provision prowess proxied pruning prying pryor pubic published publisher publishes pucks pudding
puked puking puling puller pulley pulls pulped pulse pulsed pulsing pumas punishable punished punishes punting
purchased purchaser puree purge purged purity purposed purrs purse pursed purser pursing pursue pushed pusher pushes
pushy puzzled quack quadrupled qualifications qualify qualities quantification quantify quantile quantise quantitative
quantity quantization quartet quartile quatre quelled quelling queried questioned queue queued queuing quiche quicken
quickies quids quiet quilt quint quintile quips quirk quite quits quota quotas quote quoted quoth raced racer races
racine racing racked racking racks radii radio radium radix rafter rafting rages raging raided raider raiding raids
railed railing rained raining rains raise raised raiser raisin raising raked rakes raking raleigh rally rammed ramses
rance randomized randy ranged ranger ranging ranked ranker ransom ranted ranting rants rapped rarer raring raster
rated rates rather ratio ration ratted ratting rattle rattled rattler raved raven raver raves raving razed razing
razzing reach reachability reached reacher reaching react reacted reacting reactions reactor readability reader reads
ready readying realer realization reals realty reaming reams reaper reaping reaps rearing rears rebate rebook rebuild
rebuilt recant recap receive received receiver reception recession recipient recite recoded recognized recommend
recommended recompute recomputed recon reconciled record recorder recourse recovery recreating recruited recruiting
rectal recurrence recurrent recurring recursion recursive recursively recuse recused recusing recycled redact
redaction redder redid redress reduce reduced reducer reduction redundancy reeds reefer reelect reese reference
referenced referring refitting reflecting reflection reflux refrain refrained refraining refreshed refresher refreshes
refuge refuse refused refutation refute refuted refuting regain regaining regard regarded regarding regency regent
regis registered registers registries regression regressive regressor regrets regretting regularization regularized
regularizer regulation regulator rehearsed rehearsing reheat reheated reheating rehired reich reilly reinstate
reintroduced rejecting rejection relate related relations relaxed relaxes relay relayed relaying release released
releasing relent relevancy reliability reliably relief relies relieve relieving relived relocation remainder remaining
remand remembered remembers reminded reminding remit remitted remitting remote remotest remove removed remover renal
renamed render rending rends renewable renter rents repacking repaid repairing repay repaying repeal repealed
repealing repeater repeating repent repented repenting repetition repetitive replace replaced replacing replay
replayed replaying replica replicas replicated replicating replicators replied reply replying reporter reporting
representation represented repress repressed repression repressive repressor reprieve reprieved reproduce repulsive
reputable reputation require required requiring requite requited reran rerun resale resample resampled resampling
rescaled reseal resealed researched researches reseat resect resected resection resembled resembles resembling resend
resent resenting reserve reserved reset resetting reshaped reshuffle reside residents residing residual residue
resisting resolution resolve resolver resort resorted respectable respectfully respecting respond responsibly
responsive restated rested restore restored restorer restrain restrained restraining restraint restricted restricting
restriction restrictive rests resulting resumed resurrect retain retained retainer retaining retch retched retching
retention retire retired retiree retirement retort retracting retraining retreating retried retries retrieval retrieve
retrieved retriever retro retuning returnee returning reuse reused reusing reuters revealing revel revelation reveled
revenge revenged revenue reverb revere revered reverence reverie reveries reverse reversed reversing revert reverted
reverting reviewed reviewer revising revision revive revoked revolution revolved reward rewarding rewind rewired
rewrite rewrote rezone riches richter ricks ricky ridder rider rides ridge riding rigging riggs riled riles riling
rinds ringling ringo rinse rinsing riots ripen riper risen riser rises rising risking risks risky rites riven river
rivera rivet roach roadies roads roams roars robed robin robing robot roiling roles rolex rollback rolled roller
rollin rolling rollo rollout roofs rooks rooms roomy roost rooter roots roped roping rosen roses roster rotate rotated
rotation rotted rotter rotting rotund rouge roughed rounder rouse roused roust route routed router routing roved rover
roving rowed rowing royally ruben rubes ruble ruder rufus ruing ruining ruins ruled ruler rules ruling rumbling runes
rungs runts rusts ryder saber sable sacked sacker sacks sacred saddled safely safes safety sages saith sakes salem
sales sallow sally salts saluted salve sample sampled sampler sander sanding sands saner sangs sapling sapped saree
sarong sashes satay sated satisfied satisfies saturated saturation saved saver saves saving sawed sawing sayers saying
scabs scads scalar scald scalded scalding scale scaled scaler scalp scalped scalper scalping scaly scamp scams scanned
scanner scans scant scape scarce scarcer scare scared scarf scarfed scarier scaring scarred scars scarves scary scent
schedule scheduled scheduler schema schemas scheme schemed schemer scone scooping scoot scope scoped scoping score
scored scorer scoring scorn scorned scorning scots scoured scouring scout scouted scouting scrabble scrambled
scrambler scratches scratchy scream screaming screeches screen scrip scuff scuffing scuffle scuffling sealed sealer
sealing seals seams searched searcher searches seared searing sears seated seating seats seattle seceded secrete sects
seder sedimentation seduction seeding seeds seedy seeking seeks seemed seeming seems seeped seeping seeps seers
segmentation seize seized seizing selectee selecting selection selective selectively selectivity selectors
selfsupervised seller sellers selling sells selves semisupervised sender sending sends senhor senior senor sense
sensed sensibility sensibly sensing sensitivity sensor sensory sentenced sentences sentience separable separated
separately separates separator sequenced sequencer sequences sequential sequentially serbs serfs serge serialisation
series serve served server serviced servile servo settee setter setting settle settled settler settling seventeen
seventh sever sewed sewer sewing shack shacked shade shaded shading shadow shadowy shaft shafted shafting shaka shake
shaken shaker shaking shaky shale shall shallot shallow shame shamed shameless shaming shane shape shaped shapely
shaper shaping shapley shard sharding share shared shareholder shari sharing shark sharking sharp sharpe sharpen
sharply sharpness shatter shattered shave shaved shaving shawn sheaf sheared shearing sheaves sheds sheen sheep sheer
sheet shelf shell shelled shelling shelly shelve shelved shied shies shifter shifty shill shingle shins shipped
shipper ships shire shirt shock shocker shoeing shoes shone shooed shooing shook shoot shooter shooting shopped
shopping shops shore shored shoring shorn short shorted shorten shorter shorting shortness shorty shots should shout
shove shoved shoving showed shower shown shows showy shrank shred shredding shriek shrift shrike shrine shrink shrub
shrunk shtick shuck shucked shuffle shuffled shuns shunt shuts shying sicker sided sides siding sidle sifted sifting
sighed sighs sight sigma signer signet significance significant significantly silas silence silenced silencer
silhouetted silks silky silted silver similar similarly simile simmer simper simple simpler simplex simplified simply
simulation simultaneously singe singed singled singly sings singular sinned sinus sipped sipping sired siree siring
sited sites siting sitter sitting situation sixes sixth sized sizes skate skated skeet skeptical sketched sketchy
skewer skewness skids skies skill skimp skimped skims skink skins skipped skipper skipping skips skits skull slack
slacked slain slake slapped slaps slash slashing slate slated slats slaving slayed slayer slaying slays sledding sleds
sleek sleep sleeper sleepy sleet sleight slender slice sliced slicer slicing slick slicked slicker slide slider
sliding slight slime slink slipped slipping slips slits slitting slobs slope sloped sloping slopped slopping slops
slosh sloth slots slotted slotting slowed slower slowing slows sluice sluicing slumming slump slush smack smacked
small smaller smart smarted smarten smarter smarting smarty smash smell smelled smelling smelly smelt smite smithy
smock smoke smoked smoker smokey smoky smooch smooching smoothed smoother smoothes smoothing smoothy smote smother
snack snacked snake snapped snaps snare snared snaring snatching sneak sneaking snicker snide sniffling snipe snipped
snipping snips snitch snitched snitching snoot snore snored snoring snort snorted snorting snots snout snowed snowing
snows snuck snuff snuffing snuffles snuffling soaps soared soaring soars socked socks soils solder soles solos solve
solved solver something sonny sooth soothed soothing sopping sorely sores sorta sorter sorties sorts sounder sourced
sowed sowing space spaced spacey spacial spade spain spake spank spanned spanner spanning spans spare spared sparing
spark sparky spars sparse sparser sparsify sparsity spate spats spatter spattered spawn spayed spaying spear spearing
specialization species speck spectral speculate speculating speculation speculative speed speeded speeder speeding
speedy spell spelled speller spellers spellings spelt spencer spend spender spending spent spewed spewing spews
spheroidal spice spiced spicing spick spics spied spiel spies spike spiked spiky spill spilled spilling spilt spine
spins spiny spire spite spits spitted spitting splash splat splattered splice spliced splicing splint spock spoilt
spoke spoken spool spore sport sported sporting spots spotter spout spouted spouting sprain sprang spreading spree
sprig spring springy sprint sprit sprung spying squalling squeaking squealing squeeze squeezed squeezer squire squired
squiring stabilize stable stabled stabs stack stacker stacy staff staffing stage staged staging stags staid stain
stainless stake staked staking stale stalk stalked stall stalled stalling stamp stamped stand standardized standards
stank stans staph staple starch starched stare stared staring stark starling starr starred starring stars start
started starter starting startled startling starved starving stash stashing state stated stateless staten statics
stating stationarity stationary statistic statistical statistically stats statue status stave staved staving stayed
staying stays stead steadied steadies steak stealing steam steamed steaming steamy steed steel steeling steely steep
steeped steeple steer stein stele stemming stems stent steppe stepped stepping steps stepsize sterling steven steward
stewed stews stick stickier stickler sticky stiff stiffing stigma stigmas stile still stilt stimulation sting stink
stinker stinky stitch stitched stitchers stitching stoat stochastic stock stocked stocky stoke stoked stole stolen
stomp stomped stomping stone stoned stony stool stoop stooped stooping stopped stopper stops store stored storey
storied storing stork storm stormed stormy story stoup stout stove stowed stowing stows straddled straighten strand
stranding strange strangely stranger strangest strangle strangled strangler strap strategies stratification stratified
stray strayed streak streaking streaming strengthen strep stressing stretched stretcher stretchy stria striae
strictures stride strider strife strike striker string stringer stringy strive strobe strode stroke stroked stroll
strolled strong stronger strongest strop strove struck struct structural structured struggled struggles strung stuart
stubble stuck studied studios studs stuff stuffy stumbled stump stumpy stunk sturdy sturgeon style styled styler suave
subarea subclasses sublet submissive subsample subsampling subscribe subscribed subspaces substituting subtler subtly
subtracting subtraction subtractive successes successful succession successively successor suction sufficed sufficient
sufficiently suggesting suitably suite suited suits sully summed summer summery summit sundae sunder sundry sunset
super superb superiors supersampling supersized supervise supervised supervising supervision supervisor supervisory
supper supple supplied supplier supplies supporter suppose supposed surer surety surfaced surfer surly surpassed
surprise surprised surprising surprisingly surrey survived suspicion suspicious suspiciously swabs swaddle swain
swallow swallower swami swamp swamped swampy swanning swans swapped swaps swatch swats swatter swayed swaying sways
sweat sweep sweeper sweet sweeties swell swelled swelling swept swerve swerved swerving swift swill swine swiped
switched switches swore swotting symmetric symmetrical symmetries synched synchronously syntactic synthesis synthesize
synthetic table tabled tablet tacked tacking tacks tacky tagger tailing taken taker takes takin tales talker talking
talks tally tamed tamer tames tamil taming tangled tanked tanking tanks taped tapes taping tarps tasked tasking tasted
taster tasting tasty taxes taxing teacher teaches teams tears teary tease teaser teats technical technically
technician techs teeing teems teeth telephoned telly temped temping temple tempo temporarily temporary tempt tempter
tender tending tends tenner tenor tense tensed tenser tensor tented tenting tents tenured terminate terminating terms
terns terribly terse tester testes tests testy texas texts textured thames thana thane thank thanking theme there
therefor therese these thick thicken thicket thine thing thingy think thinker thinner thinness thinning thins thirsty
thong thorough those though thought thrace thread threading thready threat threatening three thresholded threw
thriller thrived throat throb throes throttle throttled through throughout throughput throw thrown thrust thrusting
thump tibias ticked ticker tickled ticks tides tidiest tiding tiered tiers tighten tighter tiled tiles tiling tiller
tills timber timed timer times timid tines tingle tings tinned tinted tipped tirade tired tires tiring toady toddy
toils toked token tokenization tokenizer toking tolling tolls tomatoes tomes tonal toned toner tones tongs tonic
toning tonne toots topic topical topped torah torch torched torching tories tosser tosses totes touch touched touchy
tough toughed toughing towed towel townies toxic toxin toying trace traced tracer tracey tracing track tracked tracker
tracking tract tractable tracy trade traded trader trading tradition trail trailed trailer trailing trained trainee
trainer training traipsing trait tramp trams trance trans transaction transcription transduction transductive
transferring transfers transform transformation transformed transformer transition translated translating translation
translator transnational transparency transparent transparently transport transportation transported transporter
transporting transpose transposed transposition trapped traps traveled traveler travellers traversed trawling trays
tread treading treat treatment treaty treed trees treks trembling trend trendy trent tress triad tribal tribes trice
tricia trick tricked tricking trickle tricky tried trier tries trifle trigram trill trilling trims trios tripe triple
tripled triplet trips trivial tropic troth troubled trough truce truck trucker trucking trudy truest truncate trunk
truss trussed trussing trustee trusty truthy tryst tsars tubed tubes tubing tubular tucks tudor tugged tulle tumor
tuned tuner tunes tuning tuple turfed turin turing turks turned turner turning tusks tuxes twain twigs twine twink
twinned twits tying tykes typed types typos udder umbrellas unbalance unbearable unblock unbreakable uncertain
uncertainty uncharted unclean uncorrelated undefeated undeniable underestimate underestimated underfitting underflow
undergoing underline underling underrate undersampling underscored understand understated understood undertake
underwater underwrite undies undone undressed undue undying unease unfit unfix unfounded uniformed unigram unison
unite units unity unlit unload unloaded unmasked unnecessarily unpick unpickle unproven unreasonably unrelated
unreliable unscaled unseasonable unseat unsent unsettle unsex untie untied until update updated upgraded upped upset
usher vacations vague vagus vales valiant validate validated validating validation validator valuables valuation value
valued valve vanes vanished vanishes vapid variables variances variant variation varied varnish varnished
vectorization vegetation veils veiny ventilator verified verifies verily veritable verity verses versts vials vibes
vibrating vibration vices victor victuals viewed villager vince violate violating violation viral visible visibly
vistas vitae vocalization vogue voiced voles volley volunteer volunteered vortex voted voter vouched vouches waded
waders wafer wafted wafting wafts waged wager waifs wailed wailing wails waist waited waiter waiting waits waive
waived waiver waiving waked waken wakes wales walker walkies walks walled waller walls wally walsh walter wander wands
waned wanes waning wanted wanting wants warded warding wards warehoused wares waring warmed warming warms warner warns
warped warping warps warred warring warts washed washer washes wasps waste wasted waster wasting watched watcher
watches watery watts waved waver waves waxed waxes weaken weakly weans wearer weary weather weaved weaver wedged
wedgie wedgies weeds weeps weigh weighed weighing weight weighty weirdo wells welsh wench wendy wether wetter whale
whaled whaler wheal wheat wheelies whenever whether whets while whimper whine whiney whipper whish whisked whisker
whiskey whisper white whited whiten whitener whiter whitey whither whiting whole wholesale whomever whose whosever
widen wider widow widowed wiener wifely wight wilder wiles wiling willed wills wimped wincing winder winding winds
wined winger winging wining winking winner winnow winnowed winter wintery wiper wipes wiping wired wised wisely wiser
wishes wishing witch witching wither wizened wobbled wobbly women wonderfully wonted woods worded wording words wordy
worked worker working works world wormed worming worms wormy worrier worries worse worsen worser worst worthy would
wound woven wrack wracked wrapped wreak wreaked wrecker wright wring write writer writhe writhing writing writs wrote
wrung wyatt yearn yeats zeroed zeroes zeros zoned
"""
FROM_M = frozenset(_WORDS.split())

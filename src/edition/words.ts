/**
 * 2,048 plain English words, in order, for fingerprints that are read aloud or copied from paper: three to eight small
 * letters, the first four are enough to tell each from all others, and no two sound alike. The list never changes: a
 * printed fingerprint must stay readable.
 */
export const WORDS: readonly string[] = `
abacus about above absorb abundant acacia academy accent accord acorn acquire acre acrobat action actor
acute adage adept adhere adjacent adjust admire adobe adult advance advert advice aerial afar affair
affirm afford afloat after agate agency agile agree ahead airfoil airline airport alarm album alchemy
alcove alert alfalfa algae algebra alias align alike alley allow almanac almond aloe aloft along alphabet
alpine already although altitude alto always amateur amaze amber ambient amble amend amount amulet amuse
analog anatomy anchor ancient anemone anew angora animal ankle annex annual anorak answer antenna anthem
antique antler anvil anyway apex apiary apparel appeal apple approve apricot apron aquatic arable arbor
arcade archive ardent area argue arise armchair aroma array arrive article ascend ash ashore aside aspen
asphalt aspire assemble assist assume astonish athlete atlas atom attach attend attic attract auburn audio
august aurora author autumn avenue average avid avocado awake award away awning axiom axis axle azure
baboon back badger bagel baggage bake balance balcony ballad balm balsa bamboo banana bandage bangle
banister banjo banner banquet barber bargain baritone barley barn barrel basalt baseball bashful basil
basket bassoon batch bathtub baton bayou beacon bead beagle beaver because become bedroom beehive beetle
before begin behave behind beige believe belong bench beneath beret beside bestow beta better between
bevel beyond bias bicycle bifocal big bilberry billow binder biology birch bird birthday biscuit bison
bistro bivouac blanket blaze bleach blend blimp blink bliss block bloom blossom blouse bluebird boast
bobbin bobcat bobsled bodega bold bonfire bonnet bonsai bonus bookcase boot border botany both bottle
bouquet boutique bowl bowtie boxcar bracelet braid branch brass bravo breeze brick bridge brief bright
brim bring bristle broad brochure bronze brooch browse bubble bucket bud budget buffet buggy bugle build
bulb bulletin bumper bundle bungalow bunny buoy bureau burlap burrow burst bush button buzzard byte
cabbage cabin cactus caddie cadence cafe calcium calendar calf caliber camel camper canary candid canopy
canteen canvas canyon cap capital capsule caption caramel cardinal career cargo caribou carol carpet
carrot carton carve cascade cashew cassette castle casual catalyst cauldron cause caviar cedar celery
cello celsius cement census center ceramic certain chair chalet chamber chance chapter charm check cheer
chemist cherish chess chew chickpea chief chiffon chime chip chisel choice choose chorus chunk cicada
cilantro cinema circuit citadel citizen citrus city civic clam clarinet class clear clerk clever click
client cliff climate cloak cloud clove clue coaster coat cobalt cobbler cobweb cocoa codfish coin coleslaw
collage color column comb comedy comfort comic commerce compact conch condor cone confirm conifer connect
consul contain convoy cool copilot copper coral cordial cork cornet corridor corsage cosmos cottage cougar
count coupon courage cousin coyote cozy crab cradle crane crater crawl crayon create credit crescent
crevice cricket crimson crisp critic crochet crop cross crouton crown crucial crumb crust crystal cub
cubicle cuckoo cucumber cuff curator curious curl cursive cushion custom cutlery cyclone cylinder cypress
daffodil dahlia dairy damp dance dapper dare darling data daybreak daytime dazzle debate debut decade
decent decimal deck declare decor dedicate deed default defend deft degree delay delegate delight delta
deluxe demand den denim denote dense depart depot depth deputy derby derive design destiny detect detour
develop device dexter diagram dialect diamond diary dictate diesel diffuse digest digit dignity dilemma
diligent dill dime dimple dingo dinner dip diploma direct disc display distant ditch diver dividend dizzy
docile dodge dolphin domain domino donate donkey door dormant dose dossier dot double down dozen dragon
drama drapery drawer dream dresser dribble drift drink drizzle droplet drum duet dugout dumpling duplex
durable dusk duty dwell dwindle dynamo each eager earring earthy easel eastern easy ebb echo eclair
eclipse ecology economy edible edition educate effort eggplant eggshell elapse elastic elbow elder elect
elegant element eleven eligible elite elk else emblem embrace emerald eminent emotion emperor employ empty
emu enamel enchant enclose encore endive endless endorse energy engine engrave enigma enlarge enlist
enough enrich enroll ensure entire entry envoy epic epilogue episode equator equip ermine errand escort
espresso essay essence estate eternal ethic euphoria evening ever evident evolve exact examine exceed
excite exclaim exempt exhale exhibit exist exotic expand expert explore express extend extra eyebrow fable
fabric facet facility factory faculty falcon familiar fancy fanfare farewell farm fashion fast fathom
favor feasible feather feline fellow felt fence fern ferret fertile fervent fetch fiber fiction fiddle
fidelity fierce fiesta fifteen figment figure filament filbert film filter finale finch finish first
fiscal fish fitness five fjord flagship flamingo flannel flapjack flask flatter flax fleece flexible
flicker flight flint flip flood flora flourish fluent fluffy fluid flurry flute foal focus foliage folk
fond footpath forecast forge formal fort forum fossil foundry foxglove foyer fraction fragrant frame franc
freckle free freight fresco friday friend frigate fringe frog front fruitful fuchsia fudge fulfill full
fumble function funnel furnace fusion future fuzzy gadget gala gallant galore garage garden garland
garment garnet gauge gazelle gear gecko gelatin gem gemstone generous genius genre gentle genuine geology
geranium gerbil gesture geyser gherkin giant gibbon gigantic giggle gingham giraffe girder gist glacier
glad glance gleam glider glimmer glitter globe glory glossy glucose goblet goggles golden golf gondola
good goose gopher gouda gourd govern grackle grade grand graph gravel grebe greet griddle grill grin
grocery grotto ground grove grow guard guava guess guidance guinea guitar gumdrop guppy gusto gymnast
habit haddock halibut hallway halo hamlet hammock hamster handle happy harmony harness harp harvest haven
hawk haystack hazel headline heap hearth heavy hedge height heirloom helium helmet herald herb heritage
heron herring hexagon hibiscus hiccup hickory hidden highland hiker hiking hilltop hinge hippo hire
historic hoist holiday hollow homeward honest honor hoof hope horizon hotpot hound house hubcap huddle hug
human humid hummus hundred hungry huntsman hurry husky hyacinth hybrid hydrant hyena hyphen ibex iceberg
icicle icing icon ideal identity idiom idyllic ignite iguana illusion imagine imitate immense impala
import improve impulse incense include income index indigo indoor infinite inflate inform ingot inhabit
initial inject ink inlet innovate input inquire inscribe insight inspire instant insulate intact integer
invent invite invoice inward iris irrigate island isotope issue item ivory ivy jackal jade jaguar jalapeno
jamboree janitor january jasmine jaunty jay jazz jeans jersey jester jetty jewelry jigsaw jingle jockey
jog joke jostle journal jubilee judo juggle juice jukebox jumbo jump june juniper just juvenile kale kayak
kazoo kebab keel keepsake keg kelp kennel kettle keyboard khaki kiln kilogram kimono kindle kinetic
kingdom kinship kiosk kipper kitchen kite kiwi knack knapsack knee knit knuckle koala kumquat labor lace
lacquer lacrosse ladle lady lagging lagoon lakeside lamb laminate land lantern lanyard lapel lapwing larch
larder large lark laser lasso latex lather latitude lattice laugh launch laurel lavender lawn layout
leader leaflet league lease lecture leeway legacy legible leisure lemon lemur length lenient lens lentil
leopard lettuce lexicon liaison liberty libretto license licorice lid lifeboat lilac limber limerick limit
limpet line linger linnet lintel lioness liquid listen literal lithium little lizard llama loaf lobby
lobster locate locket locust logic logo lollipop longhorn look lotus low lowland loyal lozenge lucid lucky
luggage lullaby lumen luminous lunar lunge lupin luscious luster luxury lyrebird lyric macaroni machine
mackerel macro madrigal maestro magazine magenta magic magma magnolia magpie mahogany majestic mallard
malt mammoth manage mandolin maneuver mangrove manifest mantis manual maple marathon margin marina
marjoram market marmot maroon marquee marsh marvel marzipan mascot mason massage mastiff matinee matter
mature maverick maximum maybe meadow meal measure medium medley melon member memoir mental menu mercury
merge meridian merry mesh metaphor meteor method metric microbe migrate mild mimic mimosa mineral minister
minnow minstrel mint minuet mirror mischief misty mitten mobility moccasin modern module molasses molecule
momentum monday mongoose monitor monsoon month monument moon mooring morning morsel mosaic moss motel
mother motor motto move muffler mulberry multiple mural museum music muslin mustang mutual muzzle myriad
myrtle mystery myth nachos napkin narrate narwhal native natural nautical navigate nearby neat nebula
necktie nectar needle neighbor neither neon nephew network neutral nibble nice nickel nimbus nitrogen
nocturne node noise nomad nominate nonstop noodle north notable notebook nougat nourish november novice
nowhere nozzle nuance nucleus nugget number numeral nutmeg nutrient nylon oasis oath oatmeal obelisk obey
object oblige oblong oboe obscure observe obtain obvious occasion occupy ocean ocelot ochre octagon
octopus odd oddity odor odyssey offer office offset often ointment okra oleander omega omelet omnibus
onboard ongoing onset onyx opal opaque operate opossum opponent optic opulent orator orchid oregano
organic origin oriole ornate osprey otter ounce outcome outfit outline outpost ovation overture oxbow oxen
oxide pacific padlock paint pajamas paladin palomino pamphlet pancake panorama pansy pantry papaya paprika
papyrus parasol parcel pardon parish parlor parquet parsley part passport pasta patio pavement pavilion
peacock pebble pecan peculiar pedestal pendant penguin penny pension pentagon percent perfume perhaps
period perk persuade pesto petal petite petunia pewter pharmacy phase pheasant phoenix physics piccolo
pick pile pilgrim pinto pinwheel pitcher pivot pixel pixie placid plan plaster platinum playful plaza
plenty pliers plot plover plus plywood poach podium poetry polecat polish polka pollen polo polygon pomelo
popcorn poplar poppy porridge portrait poster potion poultry prairie prance preach precise prelude premier
pretzel primrose prior prism probe proclaim profile prologue promise proper proverb prowess prune puffin
pulley puma pumice punctual puppet pure purple pursuit pushup putty python quadrant quail quantity quarry
quasar quench query quest quibble quiet quill quince quiver quorum quota radiant raffle raft ragtime
railway rainbow raisin rampart rancher rapport rarity rattle ravine realm reaper rebound receipt recital
recline recruit redwood reef refer refine refresh refuge regatta register rehearse reindeer relate relish
remark remedy remote renown repaint replica reptile request reserve resin resolve respond restore retail
retina retrieve reverse revise rhubarb rhyme rickshaw rind rinse ripe riptide riverbed roadside robin
rocky rodeo roommate rooster rosemary rotunda rover rowboat ruby rucksack rudder rumor rupee russet rustic
rutabaga safari safety saffron saga sailor salient sandal sapling sapphire sardine sarong satchel satin
saturday saucer sauna savanna savory savvy scaffold scallop scarf scenic schedule scholar scooter scope
scramble scribe scroll scuba sculptor seafood seahorse sealant seaside seaweed secure sedan seesaw seldom
self semester send sensible separate sequel serene serve sesame set setting several shampoo shape sharpen
shawl sheep shelter sherbet shimmer shingle shipyard shirt shoelace shortcut shovel show shrewd shrink
shrub shutter sidewalk sierra sieve sift signal silicon silo simulate sincere sixteen sizzle skillet skip
skirmish sky skyline slalom slate sled sleet slipper slumber smelt smock snail snapshot sneaker snippet
snorkel snug soapbox society sofa softball soil sojourn solemn solstice soluble somebody sonar sonic
soprano sorbet sorrel souvenir spacious spade spangle sparrow spatula speck speech spinach spiral splash
splendid splice sponge sprint sprout spruce spur squad stack stallion standard star station steady stencil
sterling stew stimulus stipend stirrup stitch stop storage straw stream strict studio sturdy subtle
succeed suede suitcase sulfur summit sunbeam sundial superb supper surf surname surplus sushi suspend swan
sweater swirl sycamore syllable sympathy synonym syntax tabby tableau taco tactful tadpole taffeta
tailwind talcum tall talon tambour tame tandem tango tankard tapestry taproot tarmac tarragon tartan
tassel tavern teapot technic tectonic teddy telegram temper tenacity tender tenor tentacle termite terrace
testify tether textile thatch thaw theater thermal thespian thick thimble third thistle thorn thousand
thread thrifty throttle thrush thursday thwart tiara tidal tidy tie tiebreak timpani tinker tinsel
titanium toboggan toffee tolerate topaz topiary toreador torrent tortilla toucan tour towel trace trail
transit trapeze traverse treacle treble trek trellis triangle tribune tricycle trident trifle trillion
trinket trio tripod triumph trivia trolley trombone tropical trot trousers truffle trunk tubular tuesday
tugboat tulip tundra tunic turbine turmeric turnip turret tutor tuxedo tweed twig twilight twinkle typhoon
ukulele ulterior ultra umpire undergo unicorn unify union unlike unpack unravel untie upbeat upfront
uphill upkeep upland uplift upright uproar upstairs uptown upward urgent urn usable usher utensil utmost
utopia vacation valiant value vanguard vanilla variety varnish vascular vase vector velocity veranda
verbal verse vertical veto viaduct vicinity vigilant vigor villa vinegar vinyl violet virtue viscount
visible vista vitamin vogue volley voucher vulture wafer waiter walkway wallet walrus waltz wander warble
wardrobe warrant washer weave wharf whimsy whisk white why wicker widget wigwam wildlife willing windmill
winsome wintry wireless wistful with wobble wombat woodland workshop worthy wreath wren wrinkle xenon
yacht yam yearn yeast yes yeti yield yodel yoga yogurt yonder yucca yule zealous zenith zephyr zest zigzag
zinc zither zodiac zoology zoom zucchini
`
  .trim()
  .split(/\s+/);

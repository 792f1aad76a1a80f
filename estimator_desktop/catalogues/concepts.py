"""The table of concepts of Czech construction language: which words mean the same.

One line is one concept: its name, then the words that name it, folded; `*` stands for any ending.  A word may belong to
several concepts (`zelezobeton*` is concrete and reinforced).  `synonyms` compiles it; the user's own lines have
the same form.
"""

TABLE = """
# work and what is done
zrizeni: zriz* zrizen* zhotoven* zhotov provedeni provest provad* vytvoren* vybudovan*
odstran: odstran* likvidac* zrusen* zrus sneseni snes
demontaz: demont* dmtz dmt odmontovan* rozebran* rozeber* rozebir*
bourani: bour* vybour* demolic* demol* vybouran* zbouran*
vytrhani: vytrh* vytrhan*
montaz: montaz* montov* mtz mont osazeni osadit osaz osazen* osazovan* usazeni instalac*
dodavka: dodavk* dodavc* dodan* dod
kladeni: kladen* klad polozeni poklad* pokladk* polozen* kladeny*
nalozeni: naloz* nakladan* nakladk* naklad
slozeni: sloz* skladan* vyloz* vykladk*
preloz: prekladan* prekladk* prelozen*
doprava: odvoz* doprav* dovoz* prevoz* presun* premist* premisten* preprav* vodorovn+premist
skladka: skladk* skladkovn* deponi* meziskladk* ulozist*
poplatek: poplat* skladkovne
suti: sut* suti
rozprostreni: rozprost* rozhrn* rozhrnut*
hutneni: hutn* zhutn*
hloubeni: hlouben* vykop* vykopav* odkop* odkopav*
vykopek: vykopek* vykopk* sypanin* zemin*
zasyp: zasyp*
obsyp: obsyp* obsyp
nasyp: nasyp*
podsyp: podsyp* loz* loze lozi
ornice: ornic* humus*
svahovani: svahov*
plan: plan plane plani
kaceni: kacen* pokacen*
paren: parez*
bedneni: bednen* bedn bednic*
odbedneni: odbedn*
vyztuz: vyztuz* armov* armatura+betonar
kari: kari karisit* sit+svar
sit: sit site siti sitemi sitovin*
svarovani: svarov* svaren* svar* privar*
betonaz: betonaz* betonov+ulozeni
mazanina: mazanin*
potery: poter* poterov*
malba: malb* malir* vymalb* malovan*
nater: nater* natir* nateradl*
penetrace: penetr*
stuk: stuk*
omitka: omitk* omitan*
obklad: obklad* obkladack* oblozen*
dlazba: dlazb* dlazeb* dlazdic* dlazd* dlazeni predlazb* vydlazd*
podlaha: podlah*
stena: sten* zdi zed zdi
pricka: prick*
strop: strop*
strecha: strech* stres* stresn*
sloup: sloup* pilir* sloupk*
zaklad: zaklad zaklady zakladu zakladech zakladov* zakl
deska: desk* desek deskov*
pas: pas pasy pasu pasem pasech pasov*
pata: patk* patek
zdivo: zdiv* zdic* zden* vyzdiv* vyzden*
preklad: preklad preklady prekladu
venec: venc* venec vencu
schod: schod*
zabradli: zabradl*
okno: okn* oken okenn*
dvere: dver* dveri dverni
vrata: vrat*
zarubne: zarubn* zaruben*
kridlo: kridl*
kovani: kovan*
parapet: parapet*
podhled: podhled*
sadrokarton: sadrokart* sdk sadrovlakn*
izolace: izolac* zaizol* izol
tepelna: tepeln* zatepl* termoizol*
hydroizolace: hydroizol*
zvuk: zvukov* akustick* krocejov* protihluk*
folie: foli*
geotextilie: geotextil* textili*
polystyren: polystyren* eps
xps: xps extrudovan*
mineral: mineral* vata vaty vlny miner
asfalt: asfalt* zivic* zivicn* asf bitum*
aco: aco asfaltobet*
kamenivo: kameniv* kamen* sterk* sterkodrt* sd sterkopis*
drcene: drcen* drt*
pisek: pisk* pisek piskov*
beton: beton betonu betonem betony betonov* bet
betonarska: betonarsk*
beton zelezo: zelezobet* zb zelbet*
zelezo: zelezov*
prosty: prost prosty prosteho prostem
monolit: monolit*
prefa: prefabrik* prefa dilc* dilec* dilce dilcu
cement: cement* cem
malta: malt*
ocel: ocel*
pozink: pozink* zink* zinkov* zarove+zink
nerez: nerez*
hlinik: hlinik* al
med: med medi meden* cu
litina: litin* litinov*
kamenina: kamenin*
plast: plast*
pvc: pvc polyvinyl*
polyethylen: pe polyetylen* polyethylen* hdpe pehd ldpe
polypropylen: pp ppr polypropylen*
drevo: drev* dreven* reziv*
drevotriska: drevotrisk* osb
sklo: skl* zasklen*
guma: gum* pryz*
trouba: trub trouba trouby trubek trubk* trubni* troub* rour*
potrubi: potrub*
kanalizace: kanaliz* stok*
vodovod: vodovod*
plyn: plyn*
topeni: vytap* topn* otopn* topen*
vzduch: vzduchotech* vzt
svod: svodn* svod svody lezat*
pripojka: pripojk*
pripoj: pripojov*
vpust: vpust* vpusti
sachta: sacht*
poklop: poklop*
ventil: ventil*
kohout: kohout*
soupatko: soupat*
klapka: klapk*
cerpadlo: cerpadl*
umyvadlo: umyvad*
zachod: klozet* wc zachod*
baterie: bateri*
dre: drez*
zkouska: zkous* zk odzkous*
tlak: tlak*
tesnost: tesnost* tesnostni*
proplach: proplach*
dezinfekce: dezinf* desinf*
revize: reviz*
kabel: kabel*
vodic: vodic*
trubka elektro: elektroinstal*
svitidlo: svitid* svetl*
zasuvka: zasuv*
vypinac: vypinac* spinac*
rozvadec: rozvadec* rozvodnic*
uzemneni: uzem* zemnic*
hromosvod: hromosvod*
jistic: jistic*
krabice: krabic*
lista: list* lista listy
obruba: obrub* obrubnik* krajnik*
chodnik: chodnik* pesi pesich
komunikace: komunik* vozovk* silnic* silnicn*
kryt: kryt krytu kryty kryti krytov*
podklad: podklad podkladu podkladni* podklady podkl podkladov*
vrstva: vrstv*
frezovani: frezov* odfrez* vyfrez*
rezani: rezan* riznut* rez
postrik: postrik*
znacka: znack* znacen*
dopravni: dopravni dopravnich dopravniho dopr
lavicka: lavick*
travnik: travnik* travn* osiv* zatravn* oseti* vyset*
strom: strom* drevin*
vysadba: vysadb* vysazen*
leseni: lesen*
pazeni: pazen* zapaz* pazic*
nezapazene: nezapaz* nepaz nepazen*
rozepreni: rozepr*
ryha: ryh ryhy ryha ryhach rihy
jama: jam jamy jama jamach
horniny: hornin*
tezit: tezitel*
trida: trid* tr
skupina: skupin* sk
prumer: prumer* prum d
tloustka: tloust* tl
sirka: sirk* sirok* sir
vyska: vysk* vysok* vys
hloubka: hloubk* hlubok* hloub
delka: delk* dlouh*
plocha: ploch plocha plochy plose plochach plosn*
hmotnost: hmotnost* hmot vah*
vzdalenost: vzdalen* vzd
objem: objem*
prurez: prurez* prur
rozmer: rozmer* velikost* vel
kus: kus*
konstrukce: konstruk* kce kci kcni konstr
priplatek: priplat* pripl
kazdydalsi: kazd* dals* zkd
vcetne: vcetn* vc
povrch: povrch*
uprava: uprav*
srovnani: srovnan* urovnan* zarovn* vyrovn*
cisteni: cisten* vycist* ocist* omyt*
vysati: vysat*
oprava: oprav* sanac* reprofil*
vyspraveni: vyspraven*
vymena: vymen*
vodotesny: vodotesn* vodonepropust*
vlhkost: vlhkost*
zemni: zemni zemnich
navlek: navlek*
kontaktni: kontaktn* etics kzs
zamecnicke: zamecnick*
klempir: klempir* oplech*
tesar: tesar* krov*
hromada: hromad*
dilatace: dilat* dilatac*
spara: spar* sparov*
tesneni: tesnen* utesn*
zalivka: zaliv* zalit*
kotveni: kotven* kotev* kotv* ukotv*
kotva: hmozd* hmozdink*
sroub: sroub*
lepeni: lepen* lepid* nalep*
volne: voln* volne
mechanicky: mechanick*
bocni: bocni* bocnic*
rovny: rovn* prim*
oblouk: oblouk* obl zakriv* obly*
kruhovy: kruhov* kulat*
ctyrhranny: ctyrhran* hranat* obdelnik* ctverc*
hladky: hladk*
vnitrni: vnitr* interier*
vnejsi: vnejs* venkov* exterier* fasad*
svisly: svisl*
vodorovny: vodorovn*
sikmy: sikm*
rucne: rucn*
strojne: strojn* stroj mechaniz*
teply: tepl*
studeny: studen*
mokry: mokr*
suchy: such* nasucho
bily: bil*
horni: horn* hornich
dolni: doln* spodn*
lehky: lehk*
tezky: tezk*
radovy: radov*
ramovy: ramov*
prostorovy: prostor*
provoz: provoz*
provizorni: provizor* docasn*
zajisteni: zajist* zajistov*
podchyceni: podchyc*
zkouseni: zkouseb*
geodet: geodet* zamer* vytyc* vytycov*
dokumentace: dokument*
projekt: projekt*
pasport: pasport*
zarizenistav: zariz*
staveniste: stavenist*
odpad: odpad*
kod: kod*
katalog: katalog*
recyklat: recykl*
tonaz: tonaz*
nadrz: nadrz* jimk*
cov: cov cistir*
zlab: zlab* zlabu
rost: rost* mriz* mrizk*
objimka: objimk*
konzola: konzol*
stojka: stojk* sloupek*
napojeni: napoj* pripojen*
prostup: prostup* pruchod* pruchodk*
otvor: otvor*
vrtani: vrtan* vrt vrty navrt* jadrov*
injektaz: injekt*
pilota: pilot*
mikropilota: mikropilot*
most: most mosty mostu mostni*
opera: oper opera opery operach
kridla: kridel
rimsa: rims*
loziska: lozisk*
propustek: propust*
drenaz: drenaz* trativod* dren
prikop: prikop*
svah: svah*
kolej: kolej*
prazec: prazec* prazc*
vyhybka: vyhybk*
trolej: trolej* trakc*
x1: jeden jedn jedne jedno 1x
x2: dva dve dvou 2x
x3: tri trech 3x
x1 vrstva: jednovrst*
x2 vrstva: dvouvrst* dvojvrst*
x3 vrstva: trivrst* trojvrst*
x1 nasob: jednonas*
x2 nasob: dvojnas* dvounas*
x3 nasob: trojnas* trinas*
x1 kridlo: jednokrid*
x2 kridlo: dvoukrid* dvojkrid*
"""

// Generated from fga.grammar by build-grammar.ts.
import {LRParser} from "@lezer/lr"
import {comments, lineEnds, expressions} from "./fga-tokens.ts"
import {highlighting} from "./fga-highlight.ts"
const spec_name = {__proto__:null,model:11, schema:15, module:21, extend:27, type:29, relations:34, define:38, with:64, from:158, or:160, and:162, but:165, not:167, condition:100}
export const parser = LRParser.deserialize({
  version: 14,
  states: "0[QeQZOOOOQR'#Dk'#DkQeQZOOOOQP'#Dl'#DlQyQXOOO![QZO'#C`O!dQXO'#CeO!iQXO'#ChO!nQXO'#ChO!sQXO'#D_OOQR-E7i-E7iOOQP-E7j-E7jO!xQZO'#DzOOQP'#Dz'#DzO#jQXO,58zOOQR'#Cg'#CgO![QZO,59POOQR'#Ck'#CkO![QZO,59SO!iQXO,59SOOQP'#C}'#C}O$RQXO,59yO$WQXO'#CbOOQP1G.f1G.fOOQP1G.k1G.kO$]QXO1G.nO![QZO1G.nO$wYZO'#DaO%PQXO1G/eO![QZO,58|OOQP'#Dm'#DmO%UQXO7+$YO![QZO'#ClO%mQXO'#CnO%UQXO7+$YO%rQXO7+$YOOYR'#Dc'#DcO%yYZO'#DbOOQP,59{,59{O&OYZO,59{O&WY_O'#DjO![QZO7+%POOQP1G.h1G.hOOQP-E7k-E7kOOQP,59W,59WOOQP'#Cp'#CpO&`QXO,59YO&eQXO<<GtO&eQXO<<GtO&|YZO,59|O$zYZO'#DqO'RYZO1G/gOOQP1G/g1G/gOOQR,5:U,5:UO'ZYZO,5:UOOQP<<Hk<<HkO'`QXO1G.tO'kQXOAN=`O(SYZO'#DdOOYR1G/h1G/hOOYR,5:],5:]OOYR-E7o-E7oOOQP7+%R7+%ROOQR1G/p1G/pO(_YZO'#CtO(gQZO'#DPO)OQXO'#DQO'`QXO'#DWOOQR'#D|'#D|O)TQZO'#D{OOQR'#D{'#D{O![QZO7+$`O)iYZO,5:OOOYR'#Cv'#CvO)nYZO'#CuOOQR,59`,59`O*PYZO,59`OOQP'#DS'#DSO*XQXO,59lO*^QXO,59rOOQP'#DY'#DYO'`QXO'#DoO*cQZO,59sOOQP'#D['#D[O'`QXO'#DpO*qQZO,59uO+PQXO'#D^O'`QXO,59wOOQP<<Gz<<GzOOYR'#Df'#DfO+UYZO1G/jO+ZOWO'#CxO+`OWO'#CyO+eYZO,59aO!sYZO,59aO(bYZO'#DnO+pYZO1G.zOOQR1G.z1G.zOOQR'#DT'#DTOOQR1G/W1G/WOOQR1G/^1G/^OOQR,5:Z,5:ZOOQR-E7m-E7mOOQR,5:[,5:[OOQR-E7n-E7nOOQP,59x,59xOOQR1G/c1G/cOOYR7+%U7+%UOOYR,59d,59dOOYR'#C{'#C{OOYR,59e,59eO!sYZO1G.{OOYR1G.{1G.{OOYR,5:Y,5:YOOYR-E7l-E7lOOQR7+$f7+$fOOYR7+$g7+$g",
  stateData: "+x~O!lOSPOS~O!lOSPOS!hOS~OTTOYUO]WO^VO!SXO!gPO~OTTOYUO]WO^VO!SXO~O!gPO!i]O~O!m_O~O!maO~O^cO~O!mdO~O!gPOT!nXV!nXY!nX]!nX^!nX!S!nX!f!nXa!nXc!nX~OVfOTSaYSa]Sa^Sa!SSa!fSa~OykO~OWmO~OapOcqOT[iY[i][i^[i!S[i!f[i~OxvO!mtO~O!]xO~OcqOT[qY[q][q^[q!S[q!f[q~O!m}O~OapO~P%UOe!RO~Or!SOx!UO~OQ!WO![!VO~Oe!YO~OcqOT[yY[y][y^[y!S[y!f[y~O!m![O~Or!SOx!`O~O![!aO~Og!bOy!eO!m!cO~OcqOT[!RY[!R][!R^[!R!S[!R!f[!R~O!X!jOr!WXx!WX~Of!mO!m!kO~O!gsX!isX!quX!rsX!ssX!tsXxsX~O!q!oO~O!r!rO!s!uO!t!xO!g!oX!i!oXx!oX~O!m!{O~Oe!}On#OOp#QOfiXriX~Of#TOr#RO~O!m#UO~Ox#WO~O!r!rO!g{a!i{ax{a~O!s!uO!g}a!i}ax}a~O!u#]O~O!Z#_O~Ok#`O~O!m#aO~Op#cOfiaria~Of#gOr#RO~O",
  goto: "'k!qPPPP!rP!wPP!rP!z!rPP!}#TP#ZP#dPPP#g#n#tP#x#xP#{P$OP#g#g$X$`$cPP#g$f$j$f$n$f$r!rP$u$x%O%SP%VPPP%Y%]%n%u&U&[&b&hPPPPPPPP&n'W'^VROQSRg^R`UQbVRjcQriR!Qs_niors!P!Q!ZR!OqZ!f!Y!e!s!v!yQ!n!bR#e#RT!l!b#RR#P!lR#b#OQeXQ#d#QR#h#cZ!d!Y!e!s!v!yR!p!dR#V!pT!h!Y!eT!s!g!tT!v!g!wR!y!gRleQwkR!^!STuk!SR!]!RR!|!jRylQQOSYQ[a[T`bjmpy!iSSOQRZSQoiU{o!P!ZS!PrsR!Z!QQ#S!nR#f#SQ!t!gR#Y!tQ!w!gR#[!wQ!TwR!_!TQ^TQh`QibQsjQzmQ|pQ!XyR!z!iQ!i!YR!q!eS!g!Y!eQ#X!sQ#Z!vR#^!y",
  nodeNames: "⚠ Comment Expression Document ModelHeader model Schema schema Version ModuleHeader module ModuleName TypeDefinition extend type TypeName RelationsHeader relations Relation define RelationName : ] [ Restrictions Restriction RestrictionType * Wildcard Userset # RestrictionRelation with ConditionName , Reference Arrow ComputedName From TuplesetName ) ( Group Union Or Intersection And Exclusion ButNot ConditionDefinition condition Parameters Parameter ParameterName ParameterType < ElementType > } { Body",
  maxTerm: 83,
  nodeProps: [
    ["openedBy", 22,"[",40,"(",58,"{"],
    ["closedBy", 23,"]",41,")",59,"}"]
  ],
  propSources: [highlighting],
  skippedNodes: [0,1],
  repeatNodeCount: 7,
  tokenData: "&{~RjXY!s]^!spq!sst#Uxy#Zyz#`z{#e|}#j!Q![#o![!]$W!^!_$]!`!a$b!c!}$g!}#O&g#P#Q&l#R#S$g#T#o$g#o#p&q#q#r&v$g#BY$g$JU&FU$g&FV;'S$g;'S;=`&a<%l?HT$g?HT?HU!s?HUO$g~!xS!l~XY!s]^!spq!s?HT?HU!s~#ZOn~~#`Oy~~#eOx~~#jOk~~#oOr~~#rQ!O!P#x!Q![#o~#{P!Q![$O~$TPW~!Q![$O~$]Oe~~$bO!X~~$gO!Z~~$l]!m~}!O$g!O!P%e!P!Q%e!Q![$g!c!}$g#R#S$g#T#o$g$g#BY$g$JU&FU$g&FV;'S$g;'S;=`&a<%l?HT$g?HUO$g~%h]}!O$g!O!P%e!P!Q%e!Q![$g!c!}$g#R#S$g#T#o$g$g#BY$g$JU&FU$g&FV;'S$g;'S;=`&a<%l?HT$g?HUO$g~&dP;=`<%l$g~&lOg~~&qOf~~&vO!]~~&{O![~",
  tokenizers: [comments, lineEnds, expressions, 0],
  topRules: {"Document":[0,3]},
  specialized: [{term: 75, get: (value: keyof typeof spec_name) => spec_name[value] || -1}],
  tokenPrec: 0
})

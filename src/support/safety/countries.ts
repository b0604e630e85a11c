/** A country by its two letters, as ISO 3166-1 assigns them: `RU`. */
export type CountryCode = string & { readonly __country: unique symbol };

/** The 249 codes that are assigned; what a bank or a card says beside them (`XK`, `EU`, `UK`) is no country here. */
const CODES = `AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW
BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE
KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV
MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC
SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ
VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW`;

export const COUNTRIES: readonly CountryCode[] = CODES.split(/\s+/).map((code) => code as CountryCode);

const KNOWN: ReadonlySet<string> = new Set(COUNTRIES);

/** Null where it is not one of the codes, in capitals: what nobody knows is refused and not guessed at. */
export function countryOf(text: string | null | undefined): CountryCode | null {
  return text !== null && text !== undefined && KNOWN.has(text) ? (text as CountryCode) : null;
}

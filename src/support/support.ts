export { openLedger, type Ledger, type LedgerOptions } from './ledger/ledger.ts';
export { LedgerError, type LedgerErrorCode } from './ledger/error.ts';
export { ACCOUNTS, accountOf, isAccount, isRail, RAILS } from './ledger/chart.ts';
export type { Account, Rail, RailAccount } from './ledger/chart.ts';
export { CURRENCIES, digitsOf } from './ledger/currencies.ts';
export { decimal, minor, type Minor, negative, parseDecimal, sum } from './ledger/minor.ts';
export { KINDS, REASONS } from './ledger/movement.ts';
export type { Kind, Money, Movement, Posting, Reason } from './ledger/movement.ts';
export type { Entry, Fault } from './ledger/entry.ts';
export type { Recorded } from './ledger/record.ts';
export type { Written } from './ledger/read.ts';
export type { Balance, Statement, StatementLine, TrialLine } from './ledger/balances.ts';
export type { Closing } from './ledger/closing.ts';
export type { Anchor, Verified } from './ledger/verify.ts';
export type { Day, Month } from './ledger/days.ts';
export { receiptOf, type ReceiptOptions } from './receipts.ts';
export { FEWEST_TOLD, moneyFigures, type MoneyFigures, type MonthFigures, type Share } from './figures.ts';
export { openSafety, type Cleared, type Refused, type Safety, type SafetyOptions } from './safety/safety.ts';
export type { Version as SafetyVersion } from './safety/safety.ts';
export { SafetyError, type SafetyErrorCode } from './safety/error.ts';
export { COUNTRIES, countryOf, type CountryCode } from './safety/countries.ts';
export { FIRST_RULES } from './safety/first-rules.ts';
export { ACTS, GROUNDS, parseRules, RULE } from './safety/rules.ts';
export { changesBetween, effectsOf, verdictOf } from './safety/effects.ts';
export type { Effect, RuleChanges, Verdict } from './safety/effects.ts';
export { goingOnFrom } from './safety/going-on.ts';
export type { Act, Ground, Rule, RuleSet } from './safety/rules.ts';
export { HELP, type Help } from './safety/decision.ts';
export type { Clearance } from './safety/clearance.ts';
export { openContributions } from './contributions/contributions.ts';
export type {
  ContributionFile,
  Contributions,
  ContributionsOptions,
  Opened,
  Paid,
  Wish,
} from './contributions/contributions.ts';
export { hashCode, makeCode, readCode } from './contributions/code.ts';
export { PURPOSES, STANDING, STATES, VISIBILITIES } from './contributions/contribution.ts';
export type { Contribution, Purpose, State, Visibility } from './contributions/contribution.ts';
export type { Outcome } from './contributions/carry-out.ts';
export type { Owed } from './contributions/calls.ts';
export type { ListedContribution, ListFilter, ListPage, Payment } from './contributions/listing.ts';
export { DECIDED, type Decided, type Question } from './contributions/questions.ts';
export { REFUND_REASONS } from './contributions/refunds.ts';
export type { Refund, RefundReason, RefundWish } from './contributions/refunds.ts';
export { railStates, type RailState } from './contributions/rail-states.ts';
export { openRails } from './contributions/open-rails.ts';
export { SupportError, type SupportErrorCode } from './contributions/error.ts';
export { coverOf, FIRST_TERMS, keepTerms, offerIn, priceOf, TERMS } from './contributions/terms.ts';
export type { Offer, Terms } from './contributions/terms.ts';
export { type Kept, keepSetting, type Setting } from './settings.ts';
export { RailError, type RailErrorCode } from './rails/error.ts';
export { DECLINES, RHYTHMS } from './rails/rail.ts';
export type { Decline, Rail as RailAccess, Rhythm, Step } from './rails/rail.ts';
export { openTill, type Till, type TillOptions } from './rails/till/till.ts';
export { PLAY_CARDS, type PlayCard, printMethod, readMethod } from './rails/till/cards.ts';
export type { Card, CardOptions } from './rails/card/card.ts';
export { loadCard } from './rails/card/load.ts';
export { MOST_HINT, STRIPE_VERSION } from './rails/card/facts.ts';
export type { Hint } from './rails/card/hint.ts';
export type { Bitcoin, BitcoinOptions } from './rails/bitcoin/bitcoin.ts';
export { bitcoinByHand, type ByHand } from './rails/bitcoin/by-hand.ts';
export { loadBitcoin } from './rails/bitcoin/load.ts';
export type { Destination, PayState, PayTo } from './rails/bitcoin/pay-to.ts';
export { CARD_CURRENCIES } from './rails/card/money.ts';
export type { Reconciled } from './rails/card/reconcile.ts';
export { openSwitch } from './switch/switch.ts';
export type { DesignationSwitch, Foreseen, Run, Signature, SwitchOptions } from './switch/switch.ts';
export { findFault } from './switch/log.ts';
export type { SealedLine, SwitchEvent } from './switch/log.ts';
export { CALENDAR_LIMIT, calendarLink, type CalendarLink } from './reminders/calendar.ts';
export {
  type Leaving,
  type LetterForm,
  type Letters,
  type LettersOptions,
  openLetters,
  type Written as LetterWritten,
} from './letters/letters.ts';
export { FORM_TOKEN, takeForm } from './reminders/forms.ts';
export { type Asked, openReminders, type Reminders, type RemindersOptions } from './reminders/reminders.ts';
export { openTransfer, type Transfer, type TransferOptions } from './rails/transfer/transfer.ts';
export { TransferError, type TransferErrorCode } from './rails/transfer/error.ts';
export { BANK, detailsOf, keepBank } from './rails/transfer/setting.ts';
export type { Account as BankAccount, Bank, PayoutRule, TransferDetails } from './rails/transfer/setting.ts';
export { parseBic, parseIban, printedIban, type Iban } from './rails/transfer/iban.ts';
export { printedReference, readReference, type Reference } from './rails/transfer/reference.ts';
export type { PayerKey } from './rails/transfer/identity.ts';
export type { FileReport, StatementFile } from './rails/transfer/import.ts';
export { IGNORED, type Matched, type Said, type Waiting } from './rails/transfer/queue.ts';
export { WHYS, type Why } from './rails/transfer/decide.ts';
export { reconcile, type Reconciliation } from './rails/transfer/reconcile.ts';
export { COST_KINDS, COSTS, costsIn, FIRST_COSTS, granuleOf, monthlyCost } from './gap/costs.ts';
export type { Cost, CostKind, Costs } from './gap/costs.ts';
export {
  type FundingGap,
  type GapOptions,
  type GapPublished,
  type GapShown,
  keepCosts,
  openGap,
} from './gap/gap.ts';
export { checkAgainstLedger, type Published, sha256 } from './gap/published.ts';
export {
  APPEAL,
  APPEALS,
  appealSource,
  LIMITS as APPEAL_LIMITS,
  PLACEMENTS,
  PLACES,
} from './appeals/appeal.ts';
export type { Appeal, Appeals, AppealTexts, AppealVariant, Placement } from './appeals/appeal.ts';
export { keepAppeals } from './appeals/appeals.ts';
export { FIRST_APPEALS } from './appeals/first-appeals.ts';
export { type FilledTexts, fillTexts, type Filling } from './appeals/fill.ts';
export { appealAt, explainAppeals } from './appeals/selection.ts';
export type { Explained, SelectionRule, Spot } from './appeals/selection.ts';
export { countriesShown, nextTurn } from './appeals/shown.ts';
export type { AccountShown, CountryShown, RailShown, SupportShown } from './appeals/shown.ts';
export { COUNTED_FROM, openAppealCounts, type AppealCounts, type AppealFigure } from './appeals/counts.ts';
export { presetField } from './appeals/preset-field.ts';
export { openWall } from './wall/wall.ts';
export type { ChosenName, OnWall, WaitingName, Wall, WallOptions, WallState } from './wall/wall.ts';
export type { WallShown } from './wall/shown.ts';
export { readShown, type ShownOptions } from './appeals/read-shown.ts';

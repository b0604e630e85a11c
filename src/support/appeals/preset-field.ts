/**
 * The field of the support page's form for the amount that was chosen. Each rhythm and currency has a group of its own,
 * so that no script is needed where one of them is changed.
 */
export const presetField = (rhythm: string, currency: string): string => `amount.${rhythm}.${currency}`;

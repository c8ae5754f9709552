/**
 * Parts of the United States that have a country code of their own (ISO 3166). They have ZIP Codes
 * and take home mail; the code is that of their state, too (USPS Publication 28, 225.1).
 */
export const US_TERRITORIES: readonly unknown[] = ["PR", "GU", "VI", "AS", "MP"];

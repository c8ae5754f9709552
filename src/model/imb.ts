/** Digits of an IMb before its routing code, which is the ZIP code of the address. */
export const IMB_TRACKING_DIGITS = 20;

const IMB_SERIAL_DIGITS_WITH_MAILER_ID = 15;

/**
 * How many digits a serial has beside a mailer id. Workers need it without loading the register.
 */
export function serialDigitsOf(mailerId: string): 6 | 9 {
  return IMB_SERIAL_DIGITS_WITH_MAILER_ID - mailerId.length === 9 ? 9 : 6;
}

import { StoreError } from "../store/store-error.ts";

/**
 * A register that cannot be used, or that cannot give what is asked of it. `code` is stable
 * (`register.serials-exhausted` ...); the message says what to do.
 */
export class RegisterError extends StoreError {
  override readonly name: string = "RegisterError";
}

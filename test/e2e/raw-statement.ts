/** A record of the fixture as it stands in the input: what the tests hold the output against. */
export interface RawStatement {
  readonly account: {
    readonly id: string;
    readonly number: string;
    readonly kind: "checking" | "savings";
    readonly product: string;
    readonly from: string;
    readonly to: string;
    readonly opening: string;
    readonly credits: string;
    readonly debits: string;
    readonly fees: string;
    readonly closing: string;
    readonly interest: string;
    readonly apy: string;
    readonly interestYtd: string;
    readonly overdraftFees: string;
    readonly overdraftFeesYtd: string;
    readonly returnedFees: string;
    readonly returnedFeesYtd: string;
  };
  readonly customer: {
    readonly name: string;
    readonly coOwner?: string;
    readonly language?: string;
    readonly email?: string;
    readonly mobile?: string;
    readonly address: {
      readonly lines: readonly string[];
      readonly zip?: string;
      readonly plus4?: string;
      readonly deliveryPoint?: string;
      readonly country?: string;
    };
  };
  readonly consent: {
    readonly preference: "paper" | "email" | "sms";
    readonly electronic: boolean;
    readonly sms: boolean;
  };
  readonly transactions: readonly RawTransaction[];
}

export interface RawTransaction {
  readonly date: string;
  readonly kind: "deposit" | "interest" | "withdrawal" | "check" | "fee";
  readonly text: string;
  readonly check?: number;
  readonly amount: string;
  readonly balance: string;
}

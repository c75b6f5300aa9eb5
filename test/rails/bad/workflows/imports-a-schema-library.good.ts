export interface Input {
  readonly paymentId: string;
}

export { PaymentCancellations } from '../client/index.js';

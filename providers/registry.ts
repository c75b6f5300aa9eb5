import { registerProvider, type RegisteredProvider } from '../contracts/provider.js';
import { powens } from './powens/definition.js';
import { swedbankpay } from './swedbankpay/definition.js';

/** Every provider Countermand knows: one line each. */
export const providers: readonly RegisteredProvider[] = [
  registerProvider(powens),
  registerProvider(swedbankpay),
];

/** The provider with this id, or null. */
export function findProvider(id: string): RegisteredProvider | null {
  return providers.find((provider) => provider.id === id) ?? null;
}

import type { DemoPayment, SimulatedProvider } from '../core/provider.js';
import type { Collection } from '../core/store.js';
import type { World } from '../core/world.js';

/** An order of the demo shop. */
export interface Order extends DemoPayment {
  readonly ref: string;
  readonly provider: string;
  /** Orders placed together share a number; later ones have a higher one. */
  readonly batch: number;
  /** The id Countermand gave to the latest request to cancel its payment. */
  readonly cancellationId: string | null;
}

const FIRST_NUMBER = 1001;

/** The shop's order book. */
export class Orders {
  readonly #world: World;
  readonly #providers: readonly SimulatedProvider[];
  readonly #orders: Collection<Order>;

  constructor(world: World, providers: readonly SimulatedProvider[]) {
    this.#world = world;
    this.#providers = providers;
    this.#orders = world.store.collection<Order>('shop.orders');
  }

  get(ref: string): Order | undefined {
    return this.#orders.get(ref);
  }

  /** Latest batch first, each in the order it was placed. */
  list(): readonly Order[] {
    return this.#orders.values().toSorted((one, other) => other.batch - one.batch);
  }

  /** Places one order of each sort, with fresh payments. */
  placeDemoOrders(): void {
    const number = FIRST_NUMBER + this.#orders.values().length;
    const batch = Math.max(0, ...this.#orders.values().map((order) => order.batch)) + 1;
    const payments = this.#providers.flatMap((provider) =>
      provider.createDemoPayments().map((payment) => ({ ...payment, provider: provider.name })),
    );
    for (const [index, payment] of payments.entries()) {
      this.#save({ ...payment, batch, ref: `A-${number + index}`, cancellationId: null });
    }
  }

  /** Remembers which cancellation belongs to an order. */
  remember(order: Order, cancellationId: string): void {
    this.#save({ ...order, cancellationId });
  }

  #save(order: Order): void {
    this.#world.store.save(this.#orders.put(order.ref, order));
  }
}

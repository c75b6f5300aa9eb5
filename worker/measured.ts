import { ApplicationFailure } from '@temporalio/common';
import type { InjectedSinks } from '@temporalio/worker';
import { EVENT_UNDELIVERED, type DeliverEventResult, type EventActivities } from '../contracts/event.js';
import { ProviderFault } from '../contracts/fault.js';
import type { MeasuringSinks } from '../contracts/measurement.js';
import type { ProviderId } from '../contracts/payment.js';
import type { CancellationProvider, HttpClient, ProviderReading } from '../contracts/provider.js';
import { readingOfFault } from '../activities/fault-reading.js';
import { resultOfFault, resultOfStatus } from './call-result.js';
import type { DeliveryResult, WorkerMetrics } from './metrics.js';

/** Where the runs' own measurements go. Not called on replay. */
export function measuringSinks({ runMeasured }: WorkerMetrics): InjectedSinks<MeasuringSinks> {
  return { measuring: { measured: { fn: (_info, run, measurement) => runMeasured(run, measurement), callDuringReplay: false } } };
}

/** The same client; every call is counted and timed. */
export function measuredHttp(http: HttpClient, provider: ProviderId, { providerCalled }: WorkerMetrics): HttpClient {
  return {
    exchange: async (call) => {
      const began = performance.now();
      const note = (result: ReturnType<typeof resultOfFault>): void =>
        providerCalled({ provider, method: call.method, result, seconds: (performance.now() - began) / 1000 });
      try {
        const answer = await http.exchange(call);
        note(resultOfStatus(answer.status));
        return answer;
      } catch (fault) {
        note(fault instanceof ProviderFault ? resultOfFault(fault.code) : 'failed');
        throw fault;
      }
    },
  };
}

/** The same provider; what each look at a payment told is counted, a fault as the answer it will be taken for. */
export function measuredProvider(provider: CancellationProvider, id: ProviderId, { paymentRead }: WorkerMetrics): CancellationProvider {
  const { payerValidation, advice } = provider;
  const noting = async <T>(look: Promise<T>, readingIn: (told: T) => ProviderReading): Promise<T> => {
    try {
      const told = await look;
      paymentRead(id, readingIn(told).answer.kind);
      return told;
    } catch (fault) {
      if (fault instanceof ProviderFault) paymentRead(id, readingOfFault(fault, {}).answer.kind);
      throw fault;
    }
  };
  return {
    payerValidation,
    requestCancellation: (request) => noting(provider.requestCancellation(request), (reading) => reading),
    readPayment: (request) => noting(provider.readPayment(request), (reading) => reading),
    advice: advice === null ? null : { readWithAdvice: (request) => noting(advice.readWithAdvice(request), ({ reading }) => reading) },
  };
}

/** The same activities; every attempt is counted by how it ended. */
export function measuredDeliveries({ deliverEvent }: EventActivities, { deliveryTried }: WorkerMetrics, now: () => Date): EventActivities {
  return {
    deliverEvent: async (input) => {
      const { type, at } = input.announcement;
      try {
        const delivery = await deliverEvent(input);
        deliveryTried(type, resultOfDelivery(delivery), delivery.delivered ? secondsSince(at, now()) : null);
        return delivery;
      } catch (failure) {
        deliveryTried(type, resultOfFailure(failure), null);
        throw failure;
      }
    },
  };
}

function resultOfDelivery({ delivered, reason }: DeliverEventResult): DeliveryResult {
  if (delivered) return 'delivered';
  return reason === 'events_not_configured' ? 'not_configured' : 'receiver_gone';
}

function resultOfFailure(failure: unknown): DeliveryResult {
  if (!(failure instanceof ApplicationFailure)) return 'failed';
  return failure.type === EVENT_UNDELIVERED ? 'given_up' : 'refused';
}

function secondsSince(instant: string, now: Date): number {
  return Math.max(0, (now.getTime() - Date.parse(instant)) / 1000);
}

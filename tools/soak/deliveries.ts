import { Client, Connection } from '@temporalio/client';
import { deliveryWorkflowId } from '../../contracts/event.js';
import { DELIVER_WORKFLOW } from '../../contracts/names.js';

const NAMESPACE = 'default';

/**
 * Whether a run of its own was delivering an event before anybody asked to have it sent again: only a cancellation starts
 * one as its child.
 * @throws what Temporal throws
 */
export async function wasBeingDelivered(temporalAddress: string, eventId: string): Promise<boolean> {
  const connection = await Connection.connect({ address: temporalAddress });
  try {
    const query = `WorkflowType = '${DELIVER_WORKFLOW}' AND WorkflowId = '${deliveryWorkflowId(eventId)}'`;
    const { workflowService } = new Client({ connection });
    const { executions } = await workflowService.listWorkflowExecutions({ namespace: NAMESPACE, query });
    return (executions ?? []).some(({ parentExecution }) => (parentExecution?.workflowId ?? '') !== '');
  } finally {
    await connection.close();
  }
}

import { cancelWorkflowId } from '../contracts/names.js';

export const idOf = cancelWorkflowId;

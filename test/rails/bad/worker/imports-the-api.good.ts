import { createActivities } from '../activities/create-activities.js';

export const activities = createActivities;

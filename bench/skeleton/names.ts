export const SKELETON_QUEUE = 'bench-skeleton';
export const SKELETON_WORKFLOW = 'BareSkeleton';

import { z } from 'zod';

export const wire = z.object({ state: z.string() });

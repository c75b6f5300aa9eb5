// must be rejected by rails/imports
import { z } from 'zod';

export const input = z.object({ paymentId: z.string() });

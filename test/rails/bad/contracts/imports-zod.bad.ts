// must be rejected by rails/imports
import { z } from 'zod';

export const amount = z.number();

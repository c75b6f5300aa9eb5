import { createHttpClient } from '../../platform/http.js';

export const http = createHttpClient;

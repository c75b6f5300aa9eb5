// must be rejected by rails/imports
import { startServer } from '../api/server.js';

export const server = startServer;

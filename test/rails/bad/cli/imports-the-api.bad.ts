// must be rejected by rails/imports
export { startServer } from '../api/server.js';

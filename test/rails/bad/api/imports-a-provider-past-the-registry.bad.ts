// must be rejected by rails/imports
import { connect } from '../providers/powens/client.js';

export const client = connect;

// must be rejected by rails/imports
import { findProvider } from '../providers/registry.js';

export const providerOf = findProvider;

import { findProvider } from '../providers/registry.js';

export const providerOf = findProvider;

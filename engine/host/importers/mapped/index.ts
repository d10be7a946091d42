// Tables of any program become captures by a mapping file.
export { importTables, type TablesImport } from './import-tables.js';

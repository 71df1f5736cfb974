// The parts of Element Plus that are used, by their own paths: the package's index would pull in all of it.
export { ElButton } from 'element-plus/es/components/button/index';
export { ElCheckbox } from 'element-plus/es/components/checkbox/index';
export { ElDialog } from 'element-plus/es/components/dialog/index';
export { ElDropdown, ElDropdownItem, ElDropdownMenu } from 'element-plus/es/components/dropdown/index';
export { ElInput } from 'element-plus/es/components/input/index';
export { ElOption, ElSelect } from 'element-plus/es/components/select/index';

import type { LineSeriesOption } from 'echarts/charts';
import { LineChart } from 'echarts/charts';
import type { GridComponentOption, TooltipComponentOption } from 'echarts/components';
import { AxisPointerComponent, GridComponent, TooltipComponent } from 'echarts/components';
import type { ComposeOption } from 'echarts/core';
import { use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

// Only what the charts use, so that the bundle carries nothing else of ECharts.
use([AxisPointerComponent, CanvasRenderer, GridComponent, LineChart, TooltipComponent]);

export type ChartOption = ComposeOption<LineSeriesOption | GridComponentOption | TooltipComponentOption>;
export type { LineSeriesOption };

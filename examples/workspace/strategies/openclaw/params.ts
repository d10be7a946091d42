// Every setting of the reference engine with its default. Names and grouping are that project's own, so that its
// configuration files can be used as they are; `run` holds what its command line sets.
import { param, type ParamValues } from 'lockstep/strategy';

const CONFIDENCES = ['low', 'medium', 'high'] as const;

const trade = {
  allocation_pct: param.decimal('0.03'),
  sl_atr_mult: param.decimal('2'),
  tp_atr_mult: param.decimal('4'),
  /** Margin of the shadow account only; positions are sized by the three leverages per confidence. */
  leverage: param.decimal('3'),
  leverage_low: param.decimal('1'),
  leverage_medium: param.decimal('3'),
  leverage_high: param.decimal('5'),
  slippage_bps: param.decimal('10'),
  /** Has no effect: there is no order book to fill against. */
  use_bbo_for_fills: param.flag(true),
  min_notional_usd: param.decimal('10'),
  bump_to_min_notional: param.flag(false),
  max_total_margin_pct: param.decimal('0.60'),
  min_atr_pct: param.decimal('0.003'),
  max_open_positions: param.integer(20),
  max_entry_orders_per_loop: param.integer(6),
  entry_cooldown_s: param.integer(20),
  exit_cooldown_s: param.integer(15),
  entry_min_confidence: param.choice('high', CONFIDENCES),
  reverse_entry_signal: param.flag(false),

  enable_dynamic_sizing: param.flag(true),
  confidence_mult_high: param.decimal('1.0'),
  confidence_mult_medium: param.decimal('0.7'),
  confidence_mult_low: param.decimal('0.5'),
  adx_sizing_min_mult: param.decimal('0.6'),
  adx_sizing_full_adx: param.decimal('40'),
  vol_baseline_pct: param.decimal('0.01'),
  vol_scalar_min: param.decimal('0.5'),
  vol_scalar_max: param.decimal('1.0'),

  enable_pyramiding: param.flag(true),
  max_adds_per_symbol: param.integer(2),
  add_fraction_of_base_margin: param.decimal('0.5'),
  add_cooldown_minutes: param.integer(60),
  add_min_profit_atr: param.decimal('0.5'),
  add_min_confidence: param.choice('medium', CONFIDENCES),

  enable_partial_tp: param.flag(true),
  tp_partial_pct: param.decimal('0.5'),
  tp_partial_min_notional_usd: param.decimal('10'),
  tp_partial_atr_mult: param.decimal('0'),

  trailing_start_atr: param.decimal('1.0'),
  trailing_distance_atr: param.decimal('0.8'),
  trailing_start_atr_low_conf: param.decimal('0'),
  trailing_distance_atr_low_conf: param.decimal('0'),
  enable_vol_buffered_trailing: param.flag(true),

  enable_breakeven_stop: param.flag(true),
  breakeven_start_atr: param.decimal('0.7'),
  breakeven_buffer_atr: param.decimal('0.05'),

  smart_exit_adx_exhaustion_lt: param.decimal('18'),
  smart_exit_adx_exhaustion_lt_low_conf: param.decimal('0'),
  tsme_min_profit_atr: param.decimal('1.0'),
  tsme_require_adx_slope_negative: param.flag(true),

  enable_rsi_overextension_exit: param.flag(true),
  rsi_exit_profit_atr_switch: param.decimal('1.5'),
  rsi_exit_ub_lo_profit: param.decimal('80'),
  rsi_exit_ub_hi_profit: param.decimal('70'),
  rsi_exit_lb_lo_profit: param.decimal('20'),
  rsi_exit_lb_hi_profit: param.decimal('30'),
  rsi_exit_ub_lo_profit_low_conf: param.decimal('0'),
  rsi_exit_ub_hi_profit_low_conf: param.decimal('0'),
  rsi_exit_lb_lo_profit_low_conf: param.decimal('0'),
  rsi_exit_lb_hi_profit_low_conf: param.decimal('0'),

  enable_ssf_filter: param.flag(true),
  enable_reef_filter: param.flag(true),
  reef_adx_threshold: param.decimal('45'),
  reef_long_rsi_block_gt: param.decimal('70'),
  reef_short_rsi_block_lt: param.decimal('30'),
  reef_long_rsi_extreme_gt: param.decimal('75'),
  reef_short_rsi_extreme_lt: param.decimal('25'),

  /** Only zero or not matters: zero switches the rule off, the two below give the minutes. */
  reentry_cooldown_minutes: param.integer(60),
  reentry_cooldown_min_mins: param.integer(45),
  reentry_cooldown_max_mins: param.integer(180),

  block_exits_on_extreme_dev: param.flag(false),
  glitch_price_dev_pct: param.decimal('0.40'),
  glitch_atr_mult: param.decimal('12'),
};

const indicators = {
  ema_slow_window: param.integer(50),
  ema_fast_window: param.integer(20),
  ema_macro_window: param.integer(200),
  adx_window: param.integer(14),
  bb_window: param.integer(20),
  bb_width_avg_window: param.integer(30),
  atr_window: param.integer(14),
  rsi_window: param.integer(14),
  vol_sma_window: param.integer(20),
  vol_trend_window: param.integer(5),
  stoch_rsi_window: param.integer(14),
  stoch_rsi_smooth1: param.integer(3),
  stoch_rsi_smooth2: param.integer(3),
  /** Has no effect: the window comes from `thresholds.entry`. */
  ave_avg_atr_window: param.integer(50),
};

const filters = {
  enable_ranging_filter: param.flag(true),
  enable_anomaly_filter: param.flag(true),
  enable_extension_filter: param.flag(true),
  require_adx_rising: param.flag(true),
  adx_rising_saturation: param.decimal('40'),
  require_volume_confirmation: param.flag(false),
  vol_confirm_include_prev: param.flag(true),
  use_stoch_rsi_filter: param.flag(true),
  require_btc_alignment: param.flag(true),
  require_macro_alignment: param.flag(false),
};

const market_regime = {
  enable_regime_filter: param.flag(false),
  breadth_block_short_above: param.decimal('90'),
  breadth_block_long_below: param.decimal('10'),
  enable_auto_reverse: param.flag(false),
  auto_reverse_breadth_low: param.decimal('10'),
  auto_reverse_breadth_high: param.decimal('90'),
};

const entry = {
  min_adx: param.decimal('22'),
  high_conf_volume_mult: param.decimal('2.5'),
  btc_adx_override: param.decimal('40'),
  max_dist_ema_fast: param.decimal('0.04'),
  ave_enabled: param.flag(true),
  ave_atr_ratio_gt: param.decimal('1.5'),
  ave_adx_mult: param.decimal('1.25'),
  ave_avg_atr_window: param.integer(50),
  macd_hist_entry_mode: param.choice('accel', ['accel', 'sign', 'none']),
  enable_pullback_entries: param.flag(false),
  pullback_confidence: param.choice('low', CONFIDENCES),
  pullback_min_adx: param.decimal('22'),
  pullback_rsi_long_min: param.decimal('50'),
  pullback_rsi_short_max: param.decimal('50'),
  pullback_require_macd_sign: param.flag(true),
  enable_slow_drift_entries: param.flag(false),
  slow_drift_slope_window: param.integer(20),
  slow_drift_min_slope_pct: param.decimal('0.0006'),
  slow_drift_min_adx: param.decimal('10'),
  slow_drift_rsi_long_min: param.decimal('50'),
  slow_drift_rsi_short_max: param.decimal('50'),
  slow_drift_require_macd_sign: param.flag(true),
};

const thresholds = {
  entry,
  ranging: {
    min_signals: param.integer(2),
    adx_below: param.decimal('21'),
    bb_width_ratio_below: param.decimal('0.8'),
    rsi_low: param.decimal('47'),
    rsi_high: param.decimal('53'),
  },
  anomaly: {
    price_change_pct_gt: param.decimal('0.10'),
    ema_fast_dev_pct_gt: param.decimal('0.50'),
  },
  tp_and_momentum: {
    adx_strong_gt: param.decimal('40'),
    /** Has no effect, like the two multiples below: the engine derives a target from them that nothing reads. */
    adx_weak_lt: param.decimal('30'),
    tp_mult_strong: param.decimal('7'),
    tp_mult_weak: param.decimal('3'),
    rsi_long_strong: param.decimal('52'),
    rsi_long_weak: param.decimal('56'),
    rsi_short_strong: param.decimal('48'),
    rsi_short_weak: param.decimal('44'),
  },
  stoch_rsi: {
    block_long_if_k_gt: param.decimal('0.85'),
    block_short_if_k_lt: param.decimal('0.15'),
  },
};

export const params = {
  trade,
  indicators,
  filters,
  market_regime,
  thresholds,
  run: {
    /** Bars a symbol must have been fed before it may enter. */
    lookback: param.integer(200),
    initial_balance: param.decimal('10000'),
    /** Milliseconds; before it indicators advance, and nothing is traded. */
    from_ts: param.integer(0),
  },
};

export type Params = ParamValues<typeof params>;

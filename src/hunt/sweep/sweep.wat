;; Finds places in bytes that may begin something of interest, 16 bytes at a time.
;;
;; Each place is asked by its first three bytes: for each of them two tables of 16 bytes say, by its lower and by its
;; upper half, in which of eight groups of patterns it may stand (one bit a group). What stands in one group by all six
;; is asked once more, by the first and second byte together, and by the first and third: halves of different bytes go
;; together too. What is left is told; the caller looks closer. The method is known as Teddy, from Hyperscan and ripgrep.
;;
;; Each byte is loaded once: it is looked up as a first, a second and a third, and the first and second of 16 bytes are
;; kept for the next 16, in which their thirds lie. So 16 bytes are loaded from the third of the first place on. Halves are
;; taken 16 bits at a time: engines have no instruction that shifts bytes.
;;
;; Memory: 0 to 95 the six tables (lower and upper half of the first, second and third byte); from 128 a bit for each first
;; and second byte (8,192 bytes, the second byte counts 256), from 8320 the same for first and third. Web servers write `%24`,
;; `%25` and `%26` by the thousand, so these are asked for what follows too: from 41088 (32 bytes for each of the three) a bit
;; for each fourth byte that may stand there, and from 16512 (8,192 bytes each), where that is `%`, for each fifth and sixth.
;; The rest is the caller's.
(module
  (memory (export "memory") 1)
  ;; Where the last sweep ended: `to`, or further back if `out` was full.
  (global $ended (export "ended") (mut i32) (i32.const 0))

  ;; From `from` to before `to`, both addresses; 14 bytes before `from` and 18 behind `to` must be there, whatever they are. Writes up to
  ;; `most` addresses of places to `out`, four bytes each; `most` is at least 16. Gives how many.
  (func (export "sweep") (param $from i32) (param $to i32) (param $out i32) (param $most i32) (result i32)
    (local $count i32) (local $bits i32) (local $left i32) (local $place i32) (local $pair i32) (local $next i32)
    (local $v v128) (local $low v128) (local $high v128) (local $hit v128)
    (local $low1 v128) (local $high1 v128) (local $low2 v128) (local $high2 v128) (local $low3 v128) (local $high3 v128)
    (local $half v128) (local $first v128) (local $second v128) (local $firstBefore v128) (local $secondBefore v128)
    (local.set $low1 (v128.load (i32.const 0)))
    (local.set $high1 (v128.load (i32.const 16)))
    (local.set $low2 (v128.load (i32.const 32)))
    (local.set $high2 (v128.load (i32.const 48)))
    (local.set $low3 (v128.load (i32.const 64)))
    (local.set $high3 (v128.load (i32.const 80)))
    (local.set $half (i8x16.splat (i32.const 0x0f)))
    ;; The first two bytes; what lies before them is looked up too, and not asked for.
    (local.set $v (v128.load (i32.sub (local.get $from) (i32.const 14))))
    (local.set $low (v128.and (local.get $v) (local.get $half)))
    (local.set $high (v128.and (i16x8.shr_u (local.get $v) (i32.const 4)) (local.get $half)))
    (local.set $firstBefore
      (v128.and
        (i8x16.swizzle (local.get $low1) (local.get $low))
        (i8x16.swizzle (local.get $high1) (local.get $high))))
    (local.set $secondBefore
      (v128.and
        (i8x16.swizzle (local.get $low2) (local.get $low))
        (i8x16.swizzle (local.get $high2) (local.get $high))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $from) (local.get $to)))
        (br_if $done (i32.gt_u (i32.add (local.get $count) (i32.const 16)) (local.get $most)))
        (local.set $v (v128.load offset=2 (local.get $from)))
        (local.set $low (v128.and (local.get $v) (local.get $half)))
        (local.set $high (v128.and (i16x8.shr_u (local.get $v) (i32.const 4)) (local.get $half)))
        (local.set $first
          (v128.and
            (i8x16.swizzle (local.get $low1) (local.get $low))
            (i8x16.swizzle (local.get $high1) (local.get $high))))
        (local.set $second
          (v128.and
            (i8x16.swizzle (local.get $low2) (local.get $low))
            (i8x16.swizzle (local.get $high2) (local.get $high))))
        (local.set $hit
          (v128.and
            (v128.and
              (i8x16.swizzle (local.get $low3) (local.get $low))
              (i8x16.swizzle (local.get $high3) (local.get $high)))
            (v128.and
              (i8x16.shuffle 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29
                (local.get $firstBefore) (local.get $first))
              (i8x16.shuffle 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30
                (local.get $secondBefore) (local.get $second)))))
        (local.set $firstBefore (local.get $first))
        (local.set $secondBefore (local.get $second))
        (if (v128.any_true (local.get $hit))
          (then
            (local.set $bits
              (i32.xor
                (i32.const 0xffff)
                (i8x16.bitmask (i8x16.eq (local.get $hit) (v128.const i32x4 0 0 0 0)))))
            ;; Of the last 16 bytes only those before `to` count.
            (local.set $left (i32.sub (local.get $to) (local.get $from)))
            (if (i32.lt_u (local.get $left) (i32.const 16))
              (then
                (local.set $bits
                  (i32.and
                    (local.get $bits)
                    (i32.sub (i32.shl (i32.const 1) (local.get $left)) (i32.const 1))))))
            (block $told
              (loop $each
                (br_if $told (i32.eqz (local.get $bits)))
                (local.set $place (i32.add (local.get $from) (i32.ctz (local.get $bits))))
                (i32.store
                  (i32.add (local.get $out) (i32.shl (local.get $count) (i32.const 2)))
                  (local.get $place))
                ;; Written in any case, and counted if it stands both questions.
                (local.set $pair (i32.load16_u (local.get $place)))
                (local.set $left
                  (i32.shr_u
                    (i32.load8_u offset=128 (i32.shr_u (local.get $pair) (i32.const 3)))
                    (i32.and (local.get $pair) (i32.const 7))))
                (local.set $pair
                  (i32.or
                    (i32.load8_u (local.get $place))
                    (i32.shl (i32.load8_u offset=2 (local.get $place)) (i32.const 8))))
                (local.set $left
                  (i32.and
                    (local.get $left)
                    (i32.shr_u
                      (i32.load8_u offset=8320 (i32.shr_u (local.get $pair) (i32.const 3)))
                      (i32.and (local.get $pair) (i32.const 7)))))
                ;; `%2` and a digit from 4 to 6
                (local.set $pair (i32.sub (i32.load8_u offset=2 (local.get $place)) (i32.const 0x34)))
                (if
                  (i32.and
                    (i32.eq (i32.load16_u (local.get $place)) (i32.const 0x3225))
                    (i32.lt_u (local.get $pair) (i32.const 3)))
                  (then
                    (local.set $next (i32.load8_u offset=3 (local.get $place)))
                    (local.set $left
                      (i32.and
                        (local.get $left)
                        (i32.shr_u
                          (i32.load8_u offset=41088
                            (i32.add (i32.shl (local.get $pair) (i32.const 5)) (i32.shr_u (local.get $next) (i32.const 3))))
                          (i32.and (local.get $next) (i32.const 7)))))
                    (if (i32.eq (local.get $next) (i32.const 0x25))
                      (then
                        (local.set $next (i32.load16_u offset=4 (local.get $place)))
                        (local.set $left
                          (i32.and
                            (local.get $left)
                            (i32.shr_u
                              (i32.load8_u offset=16512
                                (i32.add (i32.shl (local.get $pair) (i32.const 13)) (i32.shr_u (local.get $next) (i32.const 3))))
                              (i32.and (local.get $next) (i32.const 7)))))))))
                (local.set $count (i32.add (local.get $count) (i32.and (local.get $left) (i32.const 1))))
                (local.set $bits (i32.and (local.get $bits) (i32.sub (local.get $bits) (i32.const 1))))
                (br $each)))))
        (local.set $from (i32.add (local.get $from) (i32.const 16)))
        (br $next)))
    (global.set $ended
      (select (local.get $to) (local.get $from) (i32.gt_u (local.get $from) (local.get $to))))
    (local.get $count))

  ;; How many lines end from `from` to before `to`.
  (func (export "lines") (param $from i32) (param $to i32) (result i32)
    (local $count i32) (local $stop i32) (local $sums v128)
    ;; Line ends of each of 16 columns are summed up in a byte, which 254 rows cannot fill.
    (block $done
      (loop $next
        (local.set $stop (i32.add (local.get $from) (i32.const 4064)))
        (br_if $done (i32.gt_u (local.get $stop) (local.get $to)))
        (local.set $sums (v128.const i32x4 0 0 0 0))
        (loop $row
          (local.set $sums
            (i8x16.sub
              (local.get $sums)
              (i8x16.eq (v128.load (local.get $from)) (i8x16.splat (i32.const 0x0a)))))
          (local.set $sums
            (i8x16.sub
              (local.get $sums)
              (i8x16.eq (v128.load offset=16 (local.get $from)) (i8x16.splat (i32.const 0x0a)))))
          (local.set $from (i32.add (local.get $from) (i32.const 32)))
          (br_if $row (i32.lt_u (local.get $from) (local.get $stop))))
        (local.set $sums (i32x4.extadd_pairwise_i16x8_u (i16x8.extadd_pairwise_i8x16_u (local.get $sums))))
        (local.set $count
          (i32.add
            (local.get $count)
            (i32.add
              (i32.add (i32x4.extract_lane 0 (local.get $sums)) (i32x4.extract_lane 1 (local.get $sums)))
              (i32.add (i32x4.extract_lane 2 (local.get $sums)) (i32x4.extract_lane 3 (local.get $sums))))))
        (br $next)))
    (block $few
      (loop $next
        (br_if $few (i32.gt_u (i32.add (local.get $from) (i32.const 16)) (local.get $to)))
        (local.set $count
          (i32.add
            (local.get $count)
            (i32.popcnt
              (i8x16.bitmask
                (i8x16.eq (v128.load (local.get $from)) (i8x16.splat (i32.const 0x0a)))))))
        (local.set $from (i32.add (local.get $from) (i32.const 16)))
        (br $next)))
    (block $end
      (loop $each
        (br_if $end (i32.ge_u (local.get $from) (local.get $to)))
        (local.set $count
          (i32.add (local.get $count) (i32.eq (i32.load8_u (local.get $from)) (i32.const 0x0a))))
        (local.set $from (i32.add (local.get $from) (i32.const 1)))
        (br $each)))
    (local.get $count)))

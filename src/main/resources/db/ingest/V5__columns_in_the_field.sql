-- What programs in the field note of a group and of its conversion.
ALTER TABLE ingest_queue ADD COLUMN started_at REAL;
ALTER TABLE ingest_queue ADD COLUMN completed_at REAL;
ALTER TABLE ingest_queue ADD COLUMN error_type TEXT;
ALTER TABLE performance_metrics ADD COLUMN subband_count INTEGER;
ALTER TABLE performance_metrics ADD COLUMN output_size_bytes INTEGER;

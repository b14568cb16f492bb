alter table early_counts add column bad_marks bigint not null default 0;

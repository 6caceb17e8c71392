create table pet (
    id bigint generated always as identity primary key,
    name text not null
);

insert into pet (name) values ('Añil');

grant select, insert, update, delete on pet to ${applicationRole};

-- Without the adapter nobody tells Rowhouse's database side who the application is.
select rowhouse.register_application_role('${applicationRole}');

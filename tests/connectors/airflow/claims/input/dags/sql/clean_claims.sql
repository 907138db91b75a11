-- clean
merge into CLAIMS c using STAGING.CLAIMS s on c.id = s.id
when matched then update set state = s.state;
